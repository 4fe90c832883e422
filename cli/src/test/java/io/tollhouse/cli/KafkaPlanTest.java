package io.tollhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tollhouse.contract.fleet.Rights;
import io.tollhouse.contract.fleet.Topic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class KafkaPlanTest {
    private static final String ACLS = "kafka-acls.sh --bootstrap-server localhost:9092 --add --allow-principal ";

    private static Call plan(String... options) {
        return Call.in(
                Path.of("nowhere"),
                Stream.concat(Stream.of("kafka", "plan"), Stream.of(options)).toArray(String[]::new));
    }

    private static JsonNode document(String... options) throws Exception {
        var json = Stream.concat(Stream.of(options), Stream.of("--output", "json"));
        return new JsonMapper().readTree(plan(json.toArray(String[]::new)).outBytes());
    }

    /** The commands that name a principal, without what all of them begin with. */
    private static List<String> granted(Call plan, String principal) {
        var begin = ACLS + principal + " --operation ";
        return plan.out()
                .lines()
                .filter(line -> line.startsWith(begin))
                .map(line -> line.substring(begin.length()))
                .toList();
    }

    static Stream<Arguments> rightsOfEachRole() {
        return Stream.of(
                Arguments.of(
                        "distributor",
                        List.of(
                                "Read --operation Write --operation Create --operation DescribeConfigs --topic tollhouse.policy",
                                "Read --operation Write --operation Create --operation DescribeConfigs"
                                        + " --topic tollhouse.policy.chunks",
                                "Read --operation Write --operation Create --operation DescribeConfigs"
                                        + " --topic tollhouse.policy.history",
                                "Read --operation Create --operation DescribeConfigs --topic tollhouse.fleet",
                                "Create --operation Describe --operation DescribeConfigs --topic tollhouse.audit",
                                "Create --operation Describe --operation DescribeConfigs --topic tollhouse.audit.progress",
                                "Read --operation Write --operation Create --operation DescribeConfigs"
                                        + " --topic tollhouse.audit.checkpoint",
                                "Create --operation Describe --operation DescribeConfigs --topic tollhouse.audit.dead-letter",
                                "Write --transactional-id tollhouse-policy")),
                Arguments.of(
                        "node",
                        List.of(
                                "Read --operation DescribeConfigs --topic tollhouse.policy",
                                "Read --operation DescribeConfigs --topic tollhouse.policy.chunks",
                                "Read --operation DescribeConfigs --topic tollhouse.policy.history",
                                "Read --operation Write --operation DescribeConfigs --topic tollhouse.fleet",
                                "Write --operation DescribeConfigs --topic tollhouse.audit",
                                "Write --operation DescribeConfigs --topic tollhouse.audit.checkpoint")),
                Arguments.of(
                        "audit-consumer",
                        List.of(
                                "Read --operation DescribeConfigs --topic tollhouse.audit",
                                "Read --operation Write --operation DescribeConfigs --topic tollhouse.audit.progress",
                                "Read --operation DescribeConfigs --topic tollhouse.audit.checkpoint",
                                "Write --operation DescribeConfigs --topic tollhouse.audit.dead-letter",
                                "Read --group tollhouse-audit")));
    }

    @ParameterizedTest
    @MethodSource("rightsOfEachRole")
    void eachRoleGetsItsRightsAndNoMore(String role, List<String> commands) {
        assertThat(granted(plan(), "User:tollhouse-" + role)).isEqualTo(commands);
    }

    @Test
    void everyTopicIsMadeAsItMustBe() {
        var plan = plan("--replication", "1", "--audit-partitions", "24").out();

        assertThat(plan)
                .contains(
                        "kafka-topics.sh --bootstrap-server localhost:9092 --create --if-not-exists --topic tollhouse.policy"
                                + " --partitions 1 --replication-factor 1 --config cleanup.policy=compact"
                                + " --config message.timestamp.type=LogAppendTime --config min.cleanable.dirty.ratio=0.1"
                                + " --config segment.bytes=16777216 --config segment.ms=600000\n",
                        "--topic tollhouse.audit --partitions 24 --replication-factor 1 ");
        assertThat(Topic.ALL)
                .allSatisfy(topic -> assertThat(plan).contains("--topic " + topic.name() + " --partitions"));
        assertThat(plan).doesNotContain("min.insync.replicas");
        assertThat(plan().out()).contains("--replication-factor 3 ", "--config min.insync.replicas=2");
    }

    @Test
    void everyTopicIsNeededBySomeRole() {
        assertThat(Topic.ALL)
                .allSatisfy(topic -> assertThat(Stream.of(Rights.Role.values()).map(Rights::topics))
                        .anyMatch(topics -> topics.contains(topic)));
    }

    @Test
    void principalsAndServersAreTheOperatorsOwnAndSafeInAShell() {
        var plan = plan(
                "--bootstrap",
                "k-1:9093,k-2:9093",
                "--command-config",
                "/etc/my admin.properties",
                "--principal-prefix",
                "User:",
                "--node-principal",
                "User:CN=edge node,O='x'");

        assertThat(plan.out())
                .contains(
                        "kafka-acls.sh --bootstrap-server k-1:9093,k-2:9093 --command-config '/etc/my admin.properties'"
                                + " --add --allow-principal 'User:CN=edge node,O='\\''x'\\''' --operation Read")
                .contains("--allow-principal User:distributor ", "--allow-principal User:audit-consumer ")
                .doesNotContain("User:tollhouse-");
    }

    @Test
    void forProgramsEachTopicAndEachRightIsAnObjectWithItsCommand() throws Exception {
        var document = document("--audit-consumer-principal", "User:index");

        assertThat(document.path("topics").findValuesAsText("name"))
                .isEqualTo(Topic.ALL.stream().map(Topic::name).toList());
        assertThat(document.path("topics")
                        .get(0)
                        .path("config")
                        .path("cleanup.policy")
                        .asText())
                .isEqualTo("compact");
        var last = document.path("rights").get(document.path("rights").size() - 1);
        assertThat(last.toString())
                .isEqualTo("{\"role\":\"audit-consumer\",\"principal\":\"User:index\",\"resource\":\"group\","
                        + "\"name\":\"tollhouse-audit\",\"operations\":[\"READ\"],\"command\":\"" + ACLS
                        + "User:index --operation Read --group tollhouse-audit\"}");
        var commands = plan("--audit-consumer-principal", "User:index")
                .out()
                .lines()
                .filter(line -> line.startsWith("kafka-"));
        assertThat(document.findValuesAsText("command")).isEqualTo(commands.toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --bootstrap=kafka             | --bootstrap: must be host:port, comma-separated, was 'kafka'.
            --bootstrap=a:1,,b:2          | --bootstrap: must be host:port, comma-separated, was 'a:1,,b:2'.
            --replication=10              | --replication: must be at most 9.
            --audit-partitions=1001       | --audit-partitions: must be at most 1000.
            --node-principal=edge         | a principal must be as User:name, was 'edge'.
            --principal-prefix=tollhouse- | a principal must be as User:name, was 'tollhouse-distributor'.
            """)
    void whatCannotBeMeantIsWrongUsage(String option, String sentence) {
        assertThat(plan(option))
                .returns(ExitCode.USAGE, Call::code)
                .returns("tollhouse: " + sentence + "\n", Call::err);
    }

    @Test
    void theReadmeShowsWhatThePlanPrints() throws Exception {
        var shown = granted(plan("--node-principal", "User:edge"), "User:edge");

        assertThat(shown).hasSize(6);
        assertThat(Files.readString(Path.of("README.md")))
                .contains(String.join(
                        "\n",
                        shown.stream()
                                .map(line -> ACLS + "User:edge --operation " + line)
                                .toList()));
    }
}
