package io.tollhouse.local.node;

import io.tollhouse.local.testing.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The settings of one broker of a cluster.
 *
 * @param folder of its own
 * @param cluster the same for all of it
 * @param number from 1
 * @param controllers ports of all controllers, its own among them
 * @param more another way in
 */
record BrokerFile(
        Path folder, String cluster, int number, int port, List<Integer> controllers, TestBroker.Listener more) {
    BrokerFile {
        controllers = List.copyOf(controllers);
    }

    static BrokerFile alone(Path folder, TestBroker.Listener more) throws IOException {
        return new BrokerFile(folder, id(), 1, FreePorts.one(), List.of(FreePorts.one()), more);
    }

    static List<BrokerFile> three(Path folder) throws IOException {
        var cluster = id();
        var controllers = List.of(FreePorts.one(), FreePorts.one(), FreePorts.one());
        var files = new ArrayList<BrokerFile>();
        for (int number = 1; number <= controllers.size(); number++) {
            var own = Files.createDirectories(folder.resolve("broker-" + number));
            files.add(new BrokerFile(own, cluster, number, FreePorts.one(), controllers, TestBroker.Listener.NONE));
        }
        return files;
    }

    private static String id() {
        return UUID.randomUUID().toString();
    }

    /** Writes it and says where it is. */
    Path write() throws IOException {
        return Files.writeString(folder.resolve("broker.properties"), text());
    }

    private String text() {
        int all = controllers.size();
        return """
                cluster.id=%s
                process.roles=broker,controller
                node.id=%d
                controller.quorum.voters=%s
                controller.listener.names=CONTROLLER
                listeners=PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d%s
                listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL_SSL:SASL_SSL
                log.dirs=%s
                auto.create.topics.enable=true
                group.initial.rebalance.delay.ms=0
                offsets.topic.num.partitions=1
                offsets.topic.replication.factor=%d
                transaction.state.log.num.partitions=1
                transaction.state.log.replication.factor=%d
                transaction.state.log.min.isr=%d
                log.cleaner.dedupe.buffer.size=2097152
                num.network.threads=2
                num.io.threads=2
                broker.heartbeat.interval.ms=500
                broker.session.timeout.ms=6000
                %s
                """.formatted(
                        cluster,
                        number,
                        voters(),
                        port,
                        controllers.get(number - 1),
                        more.address().isEmpty() ? "" : "," + more.address(),
                        folder.resolve("data"),
                        all,
                        all,
                        Math.max(1, all - 1),
                        more.properties());
    }

    private String voters() {
        return IntStream.range(0, controllers.size())
                .mapToObj(at -> (at + 1) + "@127.0.0.1:" + controllers.get(at))
                .collect(Collectors.joining(","));
    }
}
