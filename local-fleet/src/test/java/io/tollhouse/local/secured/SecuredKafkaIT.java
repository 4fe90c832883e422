package io.tollhouse.local.secured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tollhouse.contract.fleet.Right;
import io.tollhouse.contract.fleet.Right.Operation;
import io.tollhouse.contract.fleet.Right.Resource;
import io.tollhouse.contract.fleet.Rights;
import io.tollhouse.contract.fleet.Rights.Role;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.local.testing.PartProcess;
import io.tollhouse.local.testing.TestElasticsearch;
import io.tollhouse.process.kafka.KafkaAccess;
import io.tollhouse.process.kafka.KafkaDesk;
import io.tollhouse.process.kafka.KafkaTrouble;
import io.tollhouse.process.topics.Finding;
import io.tollhouse.process.topics.TopicCheck;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A whole fleet under exactly the rights that {@code tollhouse kafka plan} grants, and under one less. */
class SecuredKafkaIT {
    private static final String PLAN = "tollhouse kafka plan";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    static Path folder;

    private static SecuredBroker broker;
    private static SecuredFleet fleet;

    @BeforeAll
    static void start() throws Exception {
        broker = SecuredBroker.start(folder);
        grantAll();
        fleet = SecuredFleet.start(broker, TestElasticsearch.shared(), folder);
        fleet.awaitWell();
    }

    private static void grantAll() throws Exception {
        for (var role : Role.values()) {
            broker.grant(role);
        }
    }

    @AfterAll
    static void stop() {
        fleet.close();
        broker.close();
    }

    @AfterEach
    void everythingIsGrantedAgainAndEverybodyIsWell() throws Exception {
        grantAll();
        fleet.awaitWell();
    }

    @Test
    void underTheRightsOfThePlanAPolicyReachesTheNodeAndARecordTheIndex() throws Exception {
        long revision = fleet.publish().body().path("revision").asLong();

        await("the node confirms")
                .atMost(LIMIT)
                .until(() -> fleet.nodeIn(fleet.distributor().get("/v1/fleet"))
                                .path("revision")
                                .asLong()
                        == revision);
        var refused = fleet.agent().get("http://elsewhere.test/");

        assertThat(refused.rule()).isEqualTo("builtin.default");
        await("its record is found")
                .atMost(LIMIT)
                .until(() -> fleet.search("request:" + refused.request()).contains(refused.request()));
        assertThat(fleet.distributor().get("/v1/fleet").body().path("topics")).isEmpty();
        for (var process : fleet.processes()) {
            assertThat(Files.readString(process.log())).doesNotContain("password-of-", "ScramLoginModule");
        }
    }

    private static boolean isGranted(Role role, Topic topic, Operation operation) {
        return Rights.of(role).stream()
                .anyMatch(right ->
                        right.name().equals(topic.name()) && right.operations().contains(operation));
    }

    /** What is granted is shown by a fleet that works. */
    @ParameterizedTest
    @EnumSource
    void nobodyReadsOrWritesATopicBeyondItsRights(Role role) {
        var attempt = new Attempt(broker.client(role));

        for (var topic : Topic.ALL) {
            if (!isGranted(role, topic, Operation.READ)) {
                assertThat(attempt.reads(topic.name()))
                        .as("reads " + topic.name())
                        .isFalse();
            }
            if (!isGranted(role, topic, Operation.WRITE)) {
                assertThat(attempt.writes(topic.name()))
                        .as("writes " + topic.name())
                        .isFalse();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void onlyADistributorWritesUnderTheTransactionalId(Role role) {
        // a fence of our own, which the distributor takes back with its next publish
        assertThat(new Attempt(broker.client(role)).takesTheFence()).isEqualTo(role == Role.DISTRIBUTOR);
    }

    @ParameterizedTest
    @EnumSource
    void eachRightOnATopicThatIsMissingIsNamed(Role role) throws Exception {
        var access = new KafkaAccess(List.of(broker.address()), broker.properties(role), "check");
        try (var desk = new KafkaDesk(access)) {
            var check = new TopicCheck(role, desk, access.servers());
            assertThat(check.look(Rights.topics(role))).isEmpty();

            for (var topic : Rights.topics(role)) {
                for (var operation : neededAllTheTime(role, topic)) {
                    broker.revoke(role, Right.on(topic), operation);
                    await(operation + " on " + topic.name())
                            .atMost(LIMIT)
                            .until(() -> isNamed(check.look(List.of(topic)), topic, operation));
                    broker.grant(role);
                    await().atMost(LIMIT).until(() -> check.look(List.of(topic)).isEmpty());
                }
            }
        }
    }

    /** A topic is made once. */
    private static List<Operation> neededAllTheTime(Role role, Topic topic) {
        return Stream.of(Operation.values())
                .filter(operation -> operation != Operation.CREATE && isGranted(role, topic, operation))
                .toList();
    }

    private static boolean isNamed(List<Finding> findings, Topic topic, Operation operation) {
        return findings.stream()
                .anyMatch(finding -> finding.name().equals(topic.name())
                        && (finding.problem().contains("lacks " + operation + " on the topic " + topic.name())
                                || finding.problem().contains("lacks DESCRIBE on the topic " + topic.name()))
                        && finding.command().equals(PLAN + " --bootstrap " + broker.address()));
    }

    @Test
    void aRunningPartWithoutItsRightSaysWhichOneAndMendsItself() throws Exception {
        revoke(Role.NODE, Topic.POLICY, Operation.READ);
        revoke(Role.NODE, Topic.FLEET, Operation.WRITE);
        revoke(Role.NODE, Topic.AUDIT, Operation.WRITE);
        revoke(Role.AUDIT_CONSUMER, Topic.AUDIT, Operation.READ);
        revoke(Role.DISTRIBUTOR, Topic.HISTORY, Operation.READ);
        revoke(Role.DISTRIBUTOR, Topic.FLEET, Operation.READ);
        assertThat(fleet.agent().get("http://elsewhere.test/").rule()).isEqualTo("builtin.default");

        awaitSays(fleet.node(), "feed: ", "on the topic tollhouse.policy", PLAN);
        awaitSays(fleet.node(), "fleet: ", "on the topic tollhouse.fleet", PLAN);
        awaitSays(fleet.node(), "audit: ", "on the topic tollhouse.audit", PLAN);
        awaitSays(fleet.consumer(), "topic: ", "on the topic tollhouse.audit", PLAN);
        awaitSays(fleet.distributor().process(), "policy: ", "on the topic tollhouse.policy", PLAN);
        awaitSays(fleet.distributor().process(), "fleet: ", "on the topic tollhouse.fleet", PLAN);
    }

    @Test
    void aConsumerThatMayNotKeepHowFarStreamsHaveComeSaysSoAndIndexes() throws Exception {
        revoke(Role.AUDIT_CONSUMER, Topic.PROGRESS, Operation.WRITE);

        await("it says so").atMost(LIMIT).untilAsserted(() -> {
            fleet.agent().get("http://elsewhere.test/");
            assertThat(SecuredFleet.reasons(fleet.consumer()))
                    .anyMatch(reason -> reason.startsWith("progress: ") && reason.contains(PLAN));
        });
        var refused = fleet.agent().get("http://elsewhere.test/");
        await("its record is found")
                .atMost(LIMIT)
                .until(() -> fleet.search("request:" + refused.request()).contains(refused.request()));
        assertThat(fleet.consumer().readiness().isOk()).isTrue();
    }

    @Test
    void withoutItsGroupAConsumerSaysSo() throws Exception {
        broker.revoke(Role.AUDIT_CONSUMER, new Right(Resource.GROUP, Rights.AUDIT_GROUP, List.of()), Operation.READ);

        awaitSays(fleet.consumer(), "topic: ", "lacks READ on the group tollhouse-audit", PLAN);
    }

    static Stream<Right> whatAPublishNeeds() {
        return Stream.of(
                Right.PUBLISH, Right.on(Topic.POLICY, Operation.WRITE), Right.on(Topic.HISTORY, Operation.WRITE));
    }

    @ParameterizedTest
    @MethodSource("whatAPublishNeeds")
    void aPublishWithoutItsRightIsRefusedAtOnceWithTheSentence(Right right) throws Exception {
        broker.revoke(Role.DISTRIBUTOR, right, Operation.WRITE);

        await().atMost(LIMIT).until(() -> fleet.publish().status() == 503);

        assertThat(fleet.publish().detail()).contains("lacks " + right, PLAN);
    }

    @Test
    void aTopicThatADistributorMayNotMakeIsNamedWithTheCommandThatMakesIt() throws Exception {
        var topic = Topic.DEAD_LETTER;
        broker.revoke(Role.DISTRIBUTOR, Right.on(topic), Operation.CREATE);
        broker.admin().deleteTopics(List.of(topic.name())).all().get(20, TimeUnit.SECONDS);
        fleet.distributor().process().stop();
        fleet.distributor().process().startAgain();

        var command = "kafka-topics.sh --bootstrap-server " + broker.address()
                + " --create --if-not-exists --topic tollhouse.audit.dead-letter --partitions 3";
        awaitSays(
                fleet.distributor().process(), "topics: ", "lacks CREATE on the topic " + topic.name(), command, PLAN);
        await("the fleet is read")
                .atMost(LIMIT)
                .until(() -> fleet.distributor().get("/v1/fleet").status() == 200);
        var told = fleet.distributor().get("/v1/fleet").body().path("topics");
        assertThat(told).hasSize(1);
        assertThat(told.get(0).path("name").asText()).isEqualTo(topic.name());
        assertThat(told.get(0).path("problem").asText()).contains("it is not there", PLAN);
        assertThat(told.get(0).path("command").asText()).startsWith(command);

        var byHand = new NewTopic(topic.name(), topic.partitions(), (short) 1).configs(topic.config());
        broker.admin().createTopics(List.of(byHand)).all().get(20, TimeUnit.SECONDS);
    }

    @Test
    void aNodeWhosePolicyTopicIsSetWronglySaysSoAndServes() throws Exception {
        set("delete");
        fleet.node().stop();
        fleet.node().startAgain();
        fleet.node().awaitReady();

        awaitSays(
                fleet.node(),
                "topics: tollhouse.policy: cleanup.policy is delete and must be compact: kafka-configs.sh ");
        assertThat(fleet.node().readiness().isOk()).isTrue();
        assertThat(fleet.agent().get("http://elsewhere.test/").rule()).isEqualTo("builtin.default");

        set("compact");
    }

    @Test
    void aWrongPasswordIsASentenceWithoutIt() throws Exception {
        var properties = broker.properties(Role.NODE, "not-the-password");
        var access = new KafkaAccess(List.of(broker.address()), properties, "wrong");
        try (var desk = new KafkaDesk(access)) {
            assertThatThrownBy(() -> desk.describe(Topic.POLICY))
                    .isInstanceOf(KafkaTrouble.class)
                    .hasMessageContaining("Kafka does not accept this process's credentials; see kafka.properties")
                    .hasMessageNotContaining("not-the-password");
        }
        assertThat(access.toString()).doesNotContain("not-the-password");
    }

    private static void revoke(Role role, Topic topic, Operation operation) throws Exception {
        broker.revoke(role, Right.on(topic), operation);
    }

    private static void set(String cleanup) throws Exception {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, Topic.POLICY.name());
        var entry = new AlterConfigOp(new ConfigEntry("cleanup.policy", cleanup), AlterConfigOp.OpType.SET);
        broker.admin()
                .incrementalAlterConfigs(Map.of(resource, List.of(entry)))
                .all()
                .get(20, TimeUnit.SECONDS);
    }

    /** One of its reasons begins so and holds the rest. */
    private static void awaitSays(PartProcess process, String begin, String... rest) {
        await("a reason that begins " + begin + "; see " + process.log())
                .atMost(LIMIT)
                .until(() -> SecuredFleet.reasons(process).stream()
                        .anyMatch(reason ->
                                reason.startsWith(begin) && Stream.of(rest).allMatch(reason::contains)));
    }
}
