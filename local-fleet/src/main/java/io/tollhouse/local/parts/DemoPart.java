package io.tollhouse.local.parts;

import io.tollhouse.local.probe.Tcp;
import io.tollhouse.local.process.Launch;
import io.tollhouse.local.process.Service;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The demonstration destination, over HTTP and over TLS. */
public final class DemoPart {
    public static final String NAME = "demo";

    private static final String MAIN = "io.tollhouse.local.demo.DemoDestination";

    private final Site site;

    public DemoPart(Site site) {
        this.site = site;
    }

    public Service service() {
        return site.service(NAME, this::launch, this::missing);
    }

    private Optional<String> missing() {
        boolean open =
                Tcp.isOpen(site.ports().demoHttp()) && Tcp.isOpen(site.ports().demoHttps());
        return open ? Optional.empty() : Optional.of("does not answer yet");
    }

    /** Without a class-data archive: it needs hardly a class that is not in the JDK's own one. */
    private Launch launch() throws IOException {
        var arguments = List.of(
                String.valueOf(site.ports().demoHttp()),
                String.valueOf(site.ports().demoHttps()),
                site.data().root().resolve("demo").toString());
        var command = site.ours(Site.smallJvm("32m"), MAIN, arguments);
        return new Launch(command.words(), site.environment().others(), new byte[0]);
    }
}
