package io.tollhouse.local.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tollhouse.contract.fleet.Digest;
import io.tollhouse.contract.fleet.NodeStatus;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.local.testing.Agent;
import io.tollhouse.local.testing.Faketime;
import io.tollhouse.local.testing.FreePorts;
import io.tollhouse.local.testing.PartProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who a node is to its fleet, and by which clock it lives. */
class FleetMembersIT {
    @TempDir
    static Path folder;

    private static TestBroker broker;
    private static PolicyWriter writer;
    private static FleetLog fleet;

    private final List<Member> members = new ArrayList<>();

    private record Member(PartProcess process, String address, Agent agent) {
        String reasons() {
            return process.readiness().body();
        }

        boolean isReady() {
            return process.readiness().isOk();
        }
    }

    @BeforeAll
    static void start() throws Exception {
        broker = TestBroker.start(folder);
        broker.create(Topic.ALL.toArray(Topic[]::new));
        writer = new PolicyWriter(broker, folder);
        writer.publish(writer.signed(1, PolicyWriter.allowing("one.test")));
        fleet = new FleetLog(broker.address());
        var hash = Digest.sha256("secret".getBytes(StandardCharsets.UTF_8));
        Files.writeString(
                folder.resolve("agents.yaml"), "agents: [{name: agent-1, secret: \"sha256:%s\"}]".formatted(hash));
    }

    @AfterAll
    static void stop() {
        fleet.close();
        writer.close();
        broker.close();
    }

    @AfterEach
    void stopMembers() throws Exception {
        for (var member : members) {
            member.process().stop();
        }
    }

    /** Starts a node, and does not wait for it. What is started under one name has one folder. */
    private Member member(String name, String id, List<String> prefix) throws IOException {
        int port = FreePorts.one();
        var admin = URI.create("http://127.0.0.1:" + FreePorts.one());
        var settings = Map.of(
                "fleet.id", PolicyWriter.FLEET,
                "kafka.bootstrap", broker.address().toString(),
                "policy.trusted-keys", writer.trustedFolder().toString(),
                "node.id", id,
                "listen.proxy", "127.0.0.1:" + port,
                "listen.admin", admin.getAuthority(),
                "ledger.dir", folder.resolve("ledger-" + name).toString(),
                "agents.file", folder.resolve("agents.yaml").toString());
        var what = new PartProcess.What("proxy-node", "io.tollhouse.proxy.ProxyNode", name, admin);
        var process = PartProcess.start(what, folder, settings, prefix);
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        var member = new Member(process, "127.0.0.1:" + port, Agent.of(address, "agent-1", "secret"));
        members.add(member);
        return member;
    }

    private Member member(String name, String id) throws IOException {
        return member(name, id, List.of());
    }

    private static NodeStatus last(String node) throws Exception {
        return fleet.last(node).orElseThrow(() -> new AssertionError(node + " never spoke"));
    }

    @Test
    void ofTwoNodesWithOneIdTheNewerIsNotReadyUntilTheOlderHasStopped() throws Exception {
        var older = member("older", "twin");
        older.process().awaitReady();

        var newer = member("newer", "twin");
        await("the newer names the older").until(() -> {
            assertThat(newer.isReady()).isFalse();
            return newer.reasons().contains("another node runs under the id twin at " + older.address());
        });
        await("the older names the newer")
                .until(() -> older.reasons().contains("another node runs under the id twin at " + newer.address()));

        assertThat(older.isReady()).isTrue();
        await("it has read the policy, and serves who comes all the same")
                .until(() -> newer.agent().get("http://two.test/").rule().equals("builtin.default"));
        assertThat(last("twin").state()).isEqualTo(NodeStatus.State.DEGRADED);
        assertThat(last("twin").error()).startsWith("twin: another node runs under the id twin");

        older.process().stop();
        newer.process().awaitReady();
        await("nothing is left to say").until(() -> newer.reasons().contains("\"reasons\":[]"));
    }

    @Test
    void twoNodesThatShareAFolderAreTwinsToo() throws Exception {
        var older = member("shared", "shared");
        older.process().awaitReady();

        var newer = member("shared", "shared");

        await("the newer names the older").until(() -> {
            assertThat(newer.isReady()).isFalse();
            return newer.reasons().contains("another node runs under the id shared at " + older.address());
        });
        assertThat(newer.reasons()).contains("another process uses the folder of this node");
    }

    @Test
    void aNodeThatWasKilledIsReadyAgainWhileItsOldRunStillCountsAsLive() throws Exception {
        var node = member("killed", "killed");
        node.process().awaitReady();
        var before = last("killed").boot();
        for (int i = 0; i < 2; i++) { // the last run but one counts as live too
            node.process().kill();
            node.process().startAgain();
            node.process().awaitReady();
        }

        await("it spoke").until(() -> !last("killed").boot().equals(before));

        var now = Instant.now();
        assertThat(lastAt("killed/" + before)).isAfter(now.minusMillis(NodeStatus.LIVE_MILLIS));
        assertThat(node.reasons()).doesNotContain("another node");
    }

    private static Instant lastAt(String key) {
        return records(Topic.FLEET).stream()
                .filter(record -> new String(record.key(), StandardCharsets.UTF_8).equals(key))
                .map(record -> Instant.ofEpochMilli(record.timestamp()))
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    @Test
    void aNodeWhoseClockIsAnHourAheadLivesByTheBrokers() throws Exception {
        var node = member("ahead", "ahead", Faketime.ahead(Duration.ofHours(1)));
        node.process().awaitReady();
        await("it knows the brokers' clock").until(() -> last("ahead").skew() != 0);

        assertThat(last("ahead").skew()).isCloseTo(-3_600_000L, within(1_000L));
        await("it says so").until(() -> last("ahead").state() == NodeStatus.State.DEGRADED);
        assertThat(last("ahead").error())
                .startsWith("clock: this node's clock is 3")
                .contains("ahead of the brokers'");
        assertThat(node.isReady()).isTrue();

        assertThat(node.agent().get("http://two.test/").status()).isEqualTo(403);

        var found = await("its record")
                .until(() -> audited("ahead", "two.test"), Optional::isPresent)
                .orElseThrow();
        var at = new JsonMapper().readTree(found.value()).path("@timestamp").asText();
        assertThat(Instant.parse(at)).isCloseTo(Instant.ofEpochMilli(found.timestamp()), within(1, ChronoUnit.SECONDS));
    }

    private static Optional<ConsumerRecord<byte[], byte[]>> audited(String node, String host) {
        return records(Topic.AUDIT).stream()
                .filter(record -> new String(record.key(), StandardCharsets.UTF_8).startsWith(node + "/"))
                .filter(record -> new String(record.value(), StandardCharsets.UTF_8).contains(host))
                .findFirst();
    }

    /** Everything that the topic holds now. */
    private static List<ConsumerRecord<byte[], byte[]>> records(Topic topic) {
        try (var consumer = new KafkaConsumer<byte[], byte[]>(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.address().toString(),
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class))) {
            var partitions = IntStream.range(0, topic.partitions())
                    .mapToObj(number -> new TopicPartition(topic.name(), number))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var found = new ArrayList<ConsumerRecord<byte[], byte[]>>();
            for (var end : consumer.endOffsets(partitions).entrySet()) {
                while (consumer.position(end.getKey()) < end.getValue()) {
                    consumer.poll(Duration.ofMillis(100)).forEach(found::add);
                }
            }
            return found;
        }
    }
}
