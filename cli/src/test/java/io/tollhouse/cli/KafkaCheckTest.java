package io.tollhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.audit.AuditEvent;
import io.tollhouse.contract.audit.AuditField;
import io.tollhouse.contract.audit.AuditStream;
import io.tollhouse.contract.audit.Stage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KafkaCheckTest extends LocalFleetTest {
    private static final Instant AT = Instant.parse("2026-01-31T10:00:00Z");
    private static final String PLAN = "/v1/audit/comparison";
    private static final String SLICE = PLAN + "/slice";

    private final List<String> records = new ArrayList<>();

    @BeforeEach
    void aTrail() {
        var stream = new AuditStream("node-1", "0123456789ab", 1, "test");
        records.add(text(stream, AuditEvent.ofStream(AT, "open").number(AuditField.PARTITION, 3)));
        for (int i = 1; i <= 5; i++) {
            records.add(text(stream, AuditEvent.of(Stage.REFUSAL, AT, "connect", "r-" + i)));
        }
    }

    @BeforeEach
    void anIndexThatHasItToo() {
        distributor.answers(
                PLAN, 200, "{\"topicId\": \"t\", \"slices\": [{\"partition\": 3, \"from\": 10, \"to\": 16}]}");
        compared("", "");
    }

    private void compared(String lacking, String differing) {
        distributor.answers(SLICE, 200, """
                {"next": 16, "records": 6, "others": 0, "lacking": [%s], "differing": [%s]}""".formatted(lacking, differing));
    }

    private static String id(int sequence) {
        return "\"node-1-0123456789ab-0001-00000000000" + sequence + "\"";
    }

    private static String text(AuditStream by, AuditEvent event) {
        return new String(by.encode(event).bytes(), StandardCharsets.UTF_8);
    }

    private Call verified(String... last) {
        records.forEach(distributor::record);
        List.of(last).forEach(distributor::record);
        return call("audit", "verify", "--kafka", "--from", "7d");
    }

    @Test
    void whatTheTopicHasIsChecked() {
        var call = verified("{\"tollhouse.topic.records\": 6, \"tollhouse.topic.others\": 2}");

        assertThat(call.out()).isEqualTo("6 records of 1 streams, 6 compared with the index: whole.\n");
        assertThat(call.err()).contains("2 messages on the topic cannot be read as records");
        assertThat(call.code()).isZero();
        assertThat(distributor.requests())
                .containsExactly(
                        "GET /v1/boots",
                        "GET /v1/audit/comparison?since=7d&until=1m",
                        "GET /v1/audit/topic?since=7d&until=1m",
                        "GET /v1/audit/comparison/slice?topicId=t&partition=3&from=10&to=16");
    }

    @Test
    void whatTheIndexLacksOfItIsNamed() {
        compared(id(2) + ", " + id(3) + ", " + id(5), id(4));

        var call = verified("{\"tollhouse.topic.records\": 6, \"tollhouse.topic.others\": 0}");

        assertThat(call.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(call.out())
                .containsPattern(
                        "unindexed +node-1/0123456789ab/0001 +2 +records 2 to 3 are on the audit topic and not in the index")
                .containsPattern(
                        "unindexed +node-1/0123456789ab/0001 +5 +record 5 is on the audit topic and not in the index")
                .containsPattern("edited +node-1/0123456789ab/0001 +4 +record 4 is in the index with another hash")
                .endsWith("6 records of 1 streams, 6 compared with the index: not whole.\n");
    }

    @Test
    void aDocumentHasItToo() {
        compared(id(2), "");
        records.forEach(distributor::record);
        distributor.record("{\"tollhouse.topic.records\": 6, \"tollhouse.topic.others\": 0}");

        var call = call("audit", "verify", "--kafka", "--output", "json");

        assertThat(call.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(call.out())
                .contains("\"whole\": false", "\"compared\": 6", "\"unindexed\": 1")
                .contains("\"kind\": \"unindexed\"", "\"sequence\": 2");
    }

    @Test
    void whereNothingCanBeComparedNothingIsSaidToBeWhole() {
        distributor.answers(SLICE, 503, "{\"detail\": \"comparison: the index does not answer\"}");

        var call = verified("{\"tollhouse.topic.records\": 6, \"tollhouse.topic.others\": 0}");

        assertThat(call.code()).isNotZero();
        assertThat(call.out()).isEmpty();
        assertThat(call.err()).contains("the index does not answer");
    }

    @Test
    void anIdThatIsNoneIsNotPassedOver() {
        compared("\"x\"", "");

        assertThat(verified("{\"tollhouse.topic.records\": 6, \"tollhouse.topic.others\": 0}")
                        .code())
                .isEqualTo(ExitCode.UNREACHABLE);
    }

    @Test
    void anEditIsFoundThere() {
        records.set(3, records.get(3).replace("r-3", "r-4"));

        var call = verified("{\"tollhouse.topic.records\": 6, \"tollhouse.topic.others\": 0}");

        assertThat(call.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(call.out()).contains("edited").contains("not whole");
    }

    @Test
    void anAnswerWithoutItsLastLineIsNotTheWhole() {
        var call = verified();

        assertThat(call.code()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(call.err()).contains("broke off");
    }

    @Test
    void onePlaceIsChecked() {
        assertThat(call("audit", "verify", "--kafka", "--node", "node-1").code())
                .isEqualTo(ExitCode.USAGE);
        assertThat(call("audit", "verify", "--kafka", "--archive", "x").code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void whereNobodySaysWhoseRunsTheyAreThatIsSaidAndTheRestIsChecked() {
        distributor.answers("/v1/boots", 503, "{\"detail\": \"the topic tollhouse.audit.checkpoint is missing\"}");

        var call = verified("{\"tollhouse.topic.records\": 6, \"tollhouse.topic.others\": 0}");

        assertThat(call.out()).isEqualTo("6 records of 1 streams, 6 compared with the index: whole.\n");
        assertThat(call.err()).contains("The keys of nodes are not checked: ", "tollhouse.audit.checkpoint is missing");
    }
}
