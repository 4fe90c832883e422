package io.tollhouse.local.parts;

import io.tollhouse.local.probe.Tcp;
import io.tollhouse.local.process.JavaCommand;
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
        return site.service(NAME, site.jvm(NAME, this::command), this::missing);
    }

    private Optional<String> missing() {
        boolean open =
                Tcp.isOpen(site.ports().demoHttp()) && Tcp.isOpen(site.ports().demoHttps());
        return open ? Optional.empty() : Optional.of("does not answer yet");
    }

    private JavaCommand command() throws IOException {
        return site.ours(
                Site.smallJvm("32m"),
                MAIN,
                List.of(
                        String.valueOf(site.ports().demoHttp()),
                        String.valueOf(site.ports().demoHttps()),
                        site.data().root().resolve("demo").toString()));
    }
}
