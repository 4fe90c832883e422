package io.tollhouse.local.consumer;

import io.tollhouse.contract.settings.HostPort;
import io.tollhouse.local.testing.FreePorts;
import io.tollhouse.local.testing.PartProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An audit consumer's process and where its API is. */
public record TestConsumer(PartProcess process, URI api) {
    /** Starts one, and does not wait for it. */
    public static TestConsumer start(HostPort broker, Path folder, String name, URI elasticsearch) throws IOException {
        return startBy(List.of(), broker, folder, name, elasticsearch, Map.of());
    }

    /**
     * The same by a command that executes what stands behind it in its own place, as {@code Faketime} does.
     *
     * @param more settings, over those that every one here has
     */
    public static TestConsumer startBy(
            List<String> prefix, HostPort broker, Path folder, String name, URI elasticsearch, Map<String, String> more)
            throws IOException {
        var home = Files.createDirectories(folder.resolve(name));
        var api = URI.create("http://127.0.0.1:" + FreePorts.one());
        var settings = new LinkedHashMap<String, String>();
        settings.put("fleet.id", "f-1");
        settings.put("kafka.bootstrap", broker.toString());
        settings.put("policy.trusted-keys", home.toString());
        settings.put("listen.api", api.getAuthority());
        settings.put("elasticsearch.urls", elasticsearch.toString());
        settings.put("index.replicas", "0");
        settings.put("index.refresh", "200ms");
        settings.put("index.blocked-for", "2s");
        settings.put("audit.gap-after", "5s");
        settings.putAll(more);
        var what = new PartProcess.What("audit-consumer", "io.tollhouse.consumer.AuditConsumer", name, api);
        return new TestConsumer(PartProcess.start(what, home, settings, prefix), api);
    }
}
