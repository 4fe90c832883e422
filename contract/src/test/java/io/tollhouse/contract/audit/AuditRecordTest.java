package io.tollhouse.contract.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AuditRecordTest {
    private static final Instant AT = Instant.parse("2026-03-01T10:00:00.120Z");
    private static final String ID = "node-1-0123456789ab-0002-000000000000";

    private final AuditStream stream = new AuditStream("node-1", "0123456789ab", 2, "0.1.0");

    @Test
    void aRefusalIsOneJsonObjectInAFixedOrder() {
        var event = AuditEvent.of(Stage.REFUSAL, AT, "connect", "r1")
                .decision("deny", "no-paste", "Paste sites are closed.", "agents", 7, "ab12")
                .outcome("failure")
                .text(AuditField.USER_NAME, "research-1")
                .text(AuditField.DESTINATION_DOMAIN, "x.paste.example")
                .number(AuditField.DESTINATION_PORT, 443);

        assertThat(text(stream.encode(event)))
                .isEqualTo("{\"@timestamp\":\"2026-03-01T10:00:00.120Z\",\"event.id\":\"" + ID + "\","
                        + "\"event.kind\":\"event\",\"event.category\":[\"network\"],"
                        + "\"event.type\":[\"connection\",\"denied\"],\"event.action\":\"connect\","
                        + "\"event.outcome\":\"failure\",\"event.reason\":\"Paste sites are closed.\","
                        + "\"event.sequence\":0,\"tollhouse.stage\":\"refusal\",\"tollhouse.verdict\":\"deny\","
                        + "\"rule.id\":\"no-paste\",\"rule.ruleset\":\"agents\",\"rule.version\":\"7\","
                        + "\"tollhouse.revision\":7,\"tollhouse.hash\":\"ab12\",\"user.name\":\"research-1\","
                        + "\"destination.domain\":\"x.paste.example\",\"destination.port\":443,"
                        + "\"network.direction\":\"outbound\",\"http.request.id\":\"r1\","
                        + "\"observer.name\":\"node-1\",\"observer.type\":\"proxy\","
                        + "\"observer.vendor\":\"Tollhouse\",\"observer.version\":\"0.1.0\","
                        + "\"tollhouse.boot\":\"0123456789ab\",\"tollhouse.stream\":2,\"tollhouse.v\":1,"
                        + "\"event.hash\":\"1e64d9f3a4e74c5513862958f3c7521bf66eccf38137349b41048b61cb3f8dc5\"}");
    }

    /** Computed as the contract says it, and not as the code does. */
    @Test
    void theLastFieldChainsARecordToTheOneBeforeInItsStream() throws Exception {
        var previous = new byte[32];
        for (int sequence = 0; sequence < 3; sequence++) {
            var encoded = stream.encode(AuditEvent.of(Stage.LOOKUP, AT, "dns", "r\u00e4" + sequence));
            var record = text(encoded);
            int tail = record.lastIndexOf(",\"event.hash\":\"");

            var hashed = new ByteArrayOutputStream();
            hashed.write(previous);
            hashed.write((encoded.id() + "\0" + record.substring(0, tail)).getBytes(StandardCharsets.UTF_8));
            previous = MessageDigest.getInstance("SHA-256").digest(hashed.toByteArray());
            assertThat(record.substring(tail))
                    .isEqualTo(",\"event.hash\":\"" + HexFormat.of().formatHex(previous) + "\"}");
        }
    }

    @Test
    void sequencesRiseByOneWithinAStream() {
        var ids = Stream.generate(() -> AuditEvent.of(Stage.LOOKUP, AT, "dns", "r"))
                .limit(3)
                .map(event -> stream.encode(event).id().sequence());

        assertThat(ids).containsExactly(0L, 1L, 2L);
    }

    @Test
    void theWorstThatAClientCanSendStaysWithinTheLimitAndPassesTheCheck() throws Exception {
        var nasty = "\u0000\n\"\\\uD83D\uDE00".repeat(4000);
        var event = AuditEvent.of(Stage.REFUSAL, AT, "http", "r");
        for (var field : EnumSet.complementOf(EnumSet.of(AuditField.TIMESTAMP, AuditField.ADDRESSES))) {
            if (field.type() == AuditField.Type.KEYWORD && field != AuditField.EVENT_TYPE) {
                event.text(field, nasty);
            }
        }
        event.addresses(Collections.nCopies(500, "2606:2800:1111:2222:3333:4444:5555:6666"));
        event.aliases(Collections.nCopies(500, "x".repeat(253)));

        var encoded = stream.encode(event);

        assertThat(encoded.bytes().length).isLessThanOrEqualTo(CheckedRecord.MAX_BYTES);
        assertThat(text(encoded)).contains("\"tollhouse.truncated\":[", "\"url.path\"");
        assertThat(CheckedRecord.of(encoded.bytes()).id()).isEqualTo(encoded.id());
    }

    static Stream<Arguments> poison() {
        var good = "{\"@timestamp\":\"2026-03-01T10:00:00Z\",\"event.id\":\"" + ID + "\"";
        return Stream.of(
                Arguments.of("", "not a JSON object"),
                Arguments.of("[]", "not a JSON object"),
                Arguments.of("{", "not JSON"),
                Arguments.of(good + "}\n{\"delete\":{\"_id\":\"x\"}}", "a control character (10)"),
                Arguments.of(good + "}{}", "more than one JSON value"),
                Arguments.of(good + "} ", "bytes behind the object"),
                Arguments.of(good + ",\"event.id\":\"x\"}", "not JSON"),
                Arguments.of(good.replace(ID, "x".repeat(600)) + "}", "event.id is missing or not in its form"),
                Arguments.of(good.replace("@timestamp", "time") + "}", "@timestamp is missing or not in its form"),
                Arguments.of(good + ",\"x\":" + "[".repeat(9) + "]".repeat(9) + "}", "not JSON"),
                Arguments.of(good + ",\"x\":\"" + "x".repeat(65536) + "\"}", "larger than 65536 bytes: 65631"));
    }

    @ParameterizedTest
    @MethodSource("poison")
    void bytesThatAreNotOneRecordAreRefusedWithTheReason(String text, String reason) {
        assertThatThrownBy(() -> CheckedRecord.of(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(CheckedRecord.NotARecord.class)
                .hasMessage(reason);
    }

    @Test
    void anIdIsReadBackAsItWasWritten() {
        var id = new EventId("a-b-0123456789ab", "fedcba987654", 0xffff, (1L << 48) - 1);

        assertThat(EventId.parse(id.toString())).contains(id);
        assertThat(id.topicKey()).isEqualTo("a-b-0123456789ab/fedcba987654/ffff");
    }

    private static String text(AuditStream.Encoded encoded) {
        return new String(encoded.bytes(), StandardCharsets.UTF_8);
    }
}
