package io.tollhouse.local.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.fleet.Digest;
import io.tollhouse.contract.fleet.NodeStatus;
import io.tollhouse.contract.fleet.NotBelieved;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.contract.overlay.KillTarget;
import io.tollhouse.local.testing.Agent;
import io.tollhouse.local.testing.FreePorts;
import io.tollhouse.local.testing.PartProcess;
import io.tollhouse.local.testing.Tunnels;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A kill that reaches a whole node over a real topic. */
class KillIT {
    private static final int TUNNELS = 20;
    private static final String DESTINATION = "demo.test:443";

    @TempDir
    static Path folder;

    private static TestBroker broker;
    private static PolicyWriter writer;
    private static ServerSocket destination;
    private static PartProcess node;
    private static Agent killed;
    private static Agent other;

    @BeforeAll
    static void start() throws Exception {
        broker = TestBroker.start(folder);
        broker.create(Topic.ALL.toArray(Topic[]::new));
        writer = new PolicyWriter(broker, folder);
        destination = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        writer.publish(writer.signed(1, """
                tollhouse: v1
                policy: test
                rules:
                  - {id: demo, to: [demo.test], ports: any, action: route, upstream: "tcp://127.0.0.1:%d"}
                """.formatted(destination.getLocalPort())));
        var hash = Digest.sha256("secret".getBytes(StandardCharsets.UTF_8));
        Files.writeString(
                folder.resolve("agents.yaml"),
                "agents: [{name: agent-1, secret: \"sha256:%1$s\"}, {name: agent-2, secret: \"sha256:%1$s\"}]"
                        .formatted(hash));
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePorts.one());
        killed = Agent.of(address, "agent-1", "secret");
        other = Agent.of(address, "agent-2", "secret");
        node = startNode(address.getPort());
        node.awaitReady();
    }

    private static PartProcess startNode(int port) throws IOException {
        var admin = URI.create("http://127.0.0.1:" + FreePorts.one());
        var settings = new TreeMap<>(Map.of(
                "fleet.id", PolicyWriter.FLEET,
                "kafka.bootstrap", broker.address().toString(),
                "policy.trusted-keys", writer.trustedFolder().toString(),
                "node.id", "node-1",
                "listen.proxy", "127.0.0.1:" + port,
                "listen.admin", admin.getAuthority(),
                "ledger.dir", folder.resolve("ledger").toString(),
                "agents.file", folder.resolve("agents.yaml").toString(),
                "upstream.allow-loopback-routes", "true"));
        var what = new PartProcess.What("proxy-node", "io.tollhouse.proxy.ProxyNode", "node-1", admin);
        return PartProcess.start(what, folder, settings);
    }

    @AfterAll
    static void stop() throws IOException {
        node.close();
        writer.close();
        broker.close();
        destination.close();
    }

    /** The first status of the node that is like this, of all that it wrote. */
    private static NodeStatus firstStatus(Predicate<NodeStatus> like) throws NotBelieved {
        var partition = new TopicPartition(Topic.FLEET.name(), 0);
        try (var consumer = new KafkaConsumer<byte[], byte[]>(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.address().toString(),
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class))) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (System.nanoTime() < end) {
                for (var record : consumer.poll(Duration.ofMillis(100))) {
                    var status = NodeStatus.read(record.value());
                    if (like.test(status)) {
                        return status;
                    }
                }
            }
        }
        throw new AssertionError("no such status within 20 s");
    }

    @Test
    void tunnelsAreCutWithinASecondAndTheFirstStatusThatConfirmsItCountsThem() throws Exception {
        var topicId = Objects.requireNonNull(
                        firstStatus(status -> status.applied() != null).applied())
                .topicId();
        try (var tunnels = Tunnels.open(killed, DESTINATION, TUNNELS);
                var goesOn = Tunnels.open(other, DESTINATION, 1)) {
            var at = writer.publish(writer.overlay(1, KillTarget.parse("agent-1", null, null, null)));
            var committed = Instant.now();
            assertThat(tunnels.awaitEnd()).isBefore(committed.plusSeconds(1));

            var confirming = firstStatus(status -> status.confirmsOverlay(topicId, at.offset()));
            assertThat(confirming.tunnelsCut()).isEqualTo(TUNNELS);
            assertThat(confirming.overlayCut()).isEqualTo(TUNNELS);
            assertThat(goesOn.areOpen()).isTrue();
        }

        assertThat(killed.connect(DESTINATION).rule()).isEqualTo("builtin.kill");
        assertThat(other.connect(DESTINATION).status()).isEqualTo(200);

        node.kill();
        node.startAgain();
        node.awaitReady();
        assertThat(killed.connect(DESTINATION).rule()).isEqualTo("builtin.kill");

        writer.publish(writer.overlay(2));
        Awaitility.await().until(() -> killed.connect(DESTINATION).status() == 200);
    }
}
