package io.tollhouse.local;

import io.tollhouse.local.parts.Ports;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The command line of {@code up}. */
@Command(
        name = "tollhouse up",
        sortOptions = false,
        mixinStandardHelpOptions = false,
        usageHelpWidth = 100,
        description = {
            "Starts a whole fleet on this machine: Kafka, Elasticsearch, a distributor, an audit consumer,",
            "proxy nodes and a demonstration destination. Stays until Ctrl-C, and leaves nothing behind but its data."
        })
final class UpOptions {
    /** Each is a JVM of its own. */
    private static final int MAX_NODES = 20;

    @Option(names = "--nodes", paramLabel = "N", defaultValue = "2", description = "proxy nodes (${DEFAULT-VALUE})")
    int nodes = 2;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "folder of everything it keeps (TOLLHOUSE_DATA, else .tollhouse in the clone)")
    @Nullable
    Path data;

    @Option(names = "--fresh", description = "forget what an earlier fleet left in that folder")
    boolean fresh;

    @Option(
            names = "--proxy-port",
            paramLabel = "PORT",
            defaultValue = "3128",
            description = "where agents connect; node k listens on PORT + k - 1 (${DEFAULT-VALUE})")
    int proxyPort;

    @Option(
            names = "--api-port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "the API that the command line uses (${DEFAULT-VALUE})")
    int apiPort;

    @Option(
            names = "--admin-port",
            paramLabel = "PORT",
            defaultValue = "9100",
            description = "health and metrics of node 1; node k has PORT + k - 1 (${DEFAULT-VALUE})")
    int adminPort;

    @Option(
            names = "--consumer-port",
            paramLabel = "PORT",
            defaultValue = "8081",
            description = "the audit consumer (${DEFAULT-VALUE})")
    int consumerPort;

    @Option(
            names = "--kafka-port",
            paramLabel = "PORT",
            defaultValue = "19092",
            description = "the broker (${DEFAULT-VALUE})")
    int kafkaPort;

    @Option(
            names = "--kafka-controller-port",
            paramLabel = "PORT",
            defaultValue = "19093",
            description = "the broker's controller (${DEFAULT-VALUE})")
    int kafkaControllerPort;

    @Option(
            names = "--elasticsearch-port",
            paramLabel = "PORT",
            defaultValue = "19200",
            description = "Elasticsearch (${DEFAULT-VALUE})")
    int elasticsearchPort;

    @Option(
            names = "--elasticsearch-transport-port",
            paramLabel = "PORT",
            defaultValue = "19300",
            description = "its node-to-node port (${DEFAULT-VALUE})")
    int elasticsearchTransportPort;

    @Option(
            names = "--demo-port",
            paramLabel = "PORT",
            defaultValue = "18080",
            description = "the demonstration destination (${DEFAULT-VALUE})")
    int demoPort;

    @Option(
            names = "--demo-tls-port",
            paramLabel = "PORT",
            defaultValue = "18443",
            description = "the same with TLS (${DEFAULT-VALUE})")
    int demoTlsPort;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "this text")
    boolean help;

    /**
     * Looks at what picocli cannot.
     *
     * @throws ParameterException naming the flag
     */
    void check(CommandLine line) {
        if (nodes < 1 || nodes > MAX_NODES) {
            throw new ParameterException(line, "--nodes: must be from 1 to " + MAX_NODES + ", was " + nodes);
        }
    }

    Ports ports() {
        return new Ports(
                nodes,
                proxyPort,
                adminPort,
                apiPort,
                consumerPort,
                kafkaPort,
                kafkaControllerPort,
                elasticsearchPort,
                elasticsearchTransportPort,
                demoPort,
                demoTlsPort);
    }
}
