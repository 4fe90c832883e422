package io.tollhouse.local.distributor;

import static io.tollhouse.local.distributor.TestDistributor.allowing;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.local.node.TestBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A distributor that comes to a Kafka without its topics, with wrong ones, or to none. */
class TopicsIT {
    @SuppressWarnings("NullAway.Init")
    private static TestBroker broker;

    @TempDir
    Path folder;

    private @Nullable TestDistributor early;

    @BeforeAll
    static void startBroker(@TempDir Path folder) throws Exception {
        broker = TestBroker.start(folder);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void noTopics() throws Exception {
        try (var admin = admin()) {
            var ours = admin.listTopics().names().get(10, TimeUnit.SECONDS).stream()
                    .filter(name -> name.startsWith("tollhouse."))
                    .toList();
            admin.deleteTopics(ours).all().get(10, TimeUnit.SECONDS);
        }
    }

    @AfterEach
    void stopEarly() {
        if (early != null) {
            early.close();
        }
    }

    private static Admin admin() {
        return Admin.create(Map.of(
                CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, broker.address().toString()));
    }

    @Test
    void topicsThatCannotBeMadeAreNamedWithTheCommandThatMakesThem() throws Exception {
        try (var distributor =
                TestDistributor.start(broker.address(), folder, "distributor", Map.of("kafka.replication", "3"))) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> distributor.process().readiness().body().contains("kafka-topics.sh"));
            assertThat(distributor.process().readiness().body())
                    .contains("see kafka.replication")
                    .contains(
                            "--create --if-not-exists --topic tollhouse.policy --partitions 1 --replication-factor 3");
            assertThat(distributor.get("/v1/fleet").detail())
                    .contains("has not been read to its end yet")
                    .contains("--create --if-not-exists --topic tollhouse.fleet --partitions 1 --replication-factor 3");
        }
    }

    @Test
    void missingTopicsAreMadeAndAWrongOneIsAReasonWithTheCommandThatMendsIt() throws Exception {
        try (var admin = admin();
                var distributor = TestDistributor.ready(broker.address(), folder, "distributor")) {
            for (var topic : Topic.ALL) {
                assertIsAsItMustBe(admin, topic);
            }

            var resource = new ConfigResource(ConfigResource.Type.TOPIC, Topic.POLICY.name());
            admin.incrementalAlterConfigs(Map.of(
                            resource,
                            List.of(new AlterConfigOp(new ConfigEntry("cleanup.policy", "delete"), OpType.SET))))
                    .all()
                    .get(10, TimeUnit.SECONDS);
            distributor.process().kill();
            distributor.process().startAgain();
            distributor.process().awaitReady();

            assertThat(distributor.process().readiness().body())
                    .contains("tollhouse.policy: cleanup.policy is delete and must be compact: kafka-configs.sh"
                            + " --bootstrap-server " + broker.address());
            assertTheFleetNamesIt(distributor);
            assertThat(distributor.publish("", allowing("wrong.test")).status()).isEqualTo(201);

            aTopicThatIsReplacedIsReadAgain(distributor);
        }
    }

    private static void assertTheFleetNamesIt(TestDistributor distributor) throws Exception {
        var topics = distributor.get("/v1/fleet").body().path("topics");
        assertThat(topics).hasSize(1);
        assertThat(topics.get(0).path("name").asText()).isEqualTo("tollhouse.policy");
        assertThat(topics.get(0).path("problem").asText()).isEqualTo("cleanup.policy is delete and must be compact");
        assertThat(topics.get(0).path("command").asText())
                .startsWith("kafka-configs.sh --bootstrap-server " + broker.address())
                .endsWith("--add-config cleanup.policy=compact");
    }

    /** A publish that waits in vain has the topic looked at, without the minute that it would take otherwise. */
    private void aTopicThatIsReplacedIsReadAgain(TestDistributor distributor) throws Exception {
        broker.delete(Topic.POLICY);
        broker.create(Topic.POLICY);

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> distributor.publish("", allowing("replaced.test")).status() == 201);
        Awaitility.await("a revision above the history, which is still there")
                .until(() ->
                        distributor.get("/v1/policy").body().path("revision").asLong() == 2);
    }

    @Test
    void aFleetTopicThatCannotBeReadKeepsNobodyFromAKill() throws Exception {
        try (var admin = admin()) {
            admin.createTopics(List.of(new NewTopic(Topic.FLEET.name(), 2, (short) 1)))
                    .all()
                    .get(10, TimeUnit.SECONDS);
        }
        try (var distributor = TestDistributor.start(broker.address(), folder, "distributor", Map.of())) {
            var kill = "{\"agent\": \"a\", \"node\": \"unknown\"}";
            var killed = Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .ignoreExceptions()
                    .until(
                            () -> distributor.ask("POST", "/v1/kills", TestDistributor.ADMIN, kill),
                            reply -> reply.status() == 201);

            assertThat(killed.body().path("nodes")).isEmpty();
            assertThat(killed.body().at("/warnings/0/text").asText())
                    .contains("tollhouse.fleet has not been read to its end yet", "none is waited for");
            assertThat(distributor.process().readiness().body()).contains("has 2 partitions and must have 1");
            var path = "/v1/kills?agent=a&node=unknown";
            assertThat(distributor
                            .ask("DELETE", path, TestDistributor.ADMIN, null)
                            .status())
                    .isEqualTo(200);
        }
    }

    private static void assertIsAsItMustBe(Admin admin, Topic topic) throws Exception {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
        var config = Objects.requireNonNull(admin.describeConfigs(List.of(resource))
                .all()
                .get(10, TimeUnit.SECONDS)
                .get(resource));
        topic.config()
                .forEach((key, value) -> assertThat(config.get(key).value())
                        .as(topic.name() + " " + key)
                        .isEqualTo(value));
        var made = Objects.requireNonNull(admin.describeTopics(List.of(topic.name()))
                .allTopicNames()
                .get(10, TimeUnit.SECONDS)
                .get(topic.name()));
        assertThat(made.partitions()).as(topic.name()).hasSize(topic.partitions());
    }

    @Test
    void whileKafkaIsAwayTheApiSaysSoAndWhoeverStartedBeforeItIsReadyWhenItIsBack() throws Exception {
        try (var distributor = TestDistributor.ready(broker.address(), folder, "distributor")) {
            distributor.publish("", allowing("before.test"));
            broker.kill();
            early = TestDistributor.start(broker.address(), folder, "early", Map.of());

            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> distributor.get("/v1/policy").status() == 503);
            assertThat(distributor.get("/v1/policy").detail()).contains("Kafka does not answer at " + broker.address());
            assertThat(distributor.get("/v1/fleet").status()).isEqualTo(503);
            assertThat(distributor.publish("", allowing("during.test")).status())
                    .isEqualTo(503);
            assertThat(distributor.process().readiness().body()).contains("\"ready\":false", "Kafka does not answer");
            assertThat(distributor.get("/livez").status()).isEqualTo(200);
            assertThat(early.get("/v1/policy").status()).isEqualTo(503);
            assertThat(early.process().readiness().isOk()).isFalse();

            broker.startAgain();

            distributor.process().awaitReady();
            early.process().awaitReady();
            assertThat(distributor.get("/v1/policy").body().path("revision").asLong())
                    .isEqualTo(1);
            assertThat(distributor.publish("?base=1", allowing("after.test")).status())
                    .isEqualTo(201);
        }
    }

    @Test
    void itStopsCleanlyAndRefusesToStartWithASentence() throws Exception {
        try (var distributor = TestDistributor.ready(broker.address(), folder, "distributor");
                var second = TestDistributor.start(
                        broker.address(),
                        folder,
                        "second",
                        Map.of("listen.api", "127.0.0.1:" + distributor.api().getPort()));
                var wrong = TestDistributor.start(
                        broker.address(),
                        folder,
                        "wrong",
                        Map.of("kafka.replication", "many", "audit.url", "consumer", "listen.apj", "x"))) {
            assertThat(second.process().exitCode()).isEqualTo(2);
            assertThat(Files.readString(second.process().log()))
                    .contains("listen.api: cannot listen on 127.0.0.1:"
                            + distributor.api().getPort());
            assertThat(wrong.process().exitCode()).isEqualTo(2);
            assertThat(Files.readString(wrong.process().log()))
                    .contains("kafka.replication: must be a whole number from 1 to 9, was 'many'")
                    .contains("audit.url: must be a URL")
                    .contains("listen.apj: is not a known key; did you mean 'listen.api'?");

            long began = System.nanoTime();
            assertThat(distributor.process().stop()).isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
        }
    }
}
