package io.tollhouse.local.broker;

import io.tollhouse.contract.settings.StandardInput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one Kafka broker from a properties file, until it is told to end or its standard input does. Formats its folder at
 * the first start.
 */
public final class Broker {
    /** The properties file may name a cluster id, which is ours and not Kafka's. */
    public static final String CLUSTER_ID = "cluster.id";

    private static final Logger LOG = LoggerFactory.getLogger(Broker.class);

    private Broker() {}

    public static void main(String[] args) throws Exception {
        if (args.length != 1) {
            System.err.println("Usage: Broker FILE.properties; ends when its standard input does");
            System.exit(2);
        }
        StandardInput.exitWhenItEnds(System.in);
        var properties = read(Path.of(args[0]));
        format(properties);
        run(properties);
    }

    private static Properties read(Path file) throws IOException {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return properties;
    }

    private static void format(Properties properties) throws Exception {
        var folder = properties.getProperty("log.dirs");
        if (Files.exists(Path.of(folder, "meta.properties"))) {
            return;
        }
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setClusterId(properties.getProperty(CLUSTER_ID))
                .setNodeId(Integer.parseInt(properties.getProperty("node.id")))
                .setControllerListenerName("CONTROLLER")
                .setReleaseVersion(MetadataVersion.latestProduction())
                .addDirectory(folder)
                .setMetadataLogDirectory(folder)
                .setIgnoreFormatted(true)
                .run();
    }

    private static void run(Properties properties) {
        properties.remove(CLUSTER_ID);
        var server = new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "stop"));
        server.startup();
        LOG.info("broker listens on {}", properties.getProperty("listeners"));
        server.awaitShutdown();
    }
}
