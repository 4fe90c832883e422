package io.tollhouse.consumer.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.tollhouse.contract.audit.CheckedRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DocumentTest {
    private static final String ID = "node-1-0123456789ab-0002-000000000000";
    private static final Source SOURCE = new Source("AbC", 3, 42, Instant.parse("2026-01-31T10:00:01.5Z"));

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Document document) {
        return new String(document.bytes(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "2026-01-31T23:59:59.999Z, tollhouse-audit-2026.01.31",
        "2026-02-01T00:00:00Z, tollhouse-audit-2026.02.01",
        "2025-01-01T00:00:00Z, tollhouse-audit-2025.01.01",
        "2099-12-31T23:59:59.999Z, tollhouse-audit-2099.12.31",
        "2024-12-31T23:59:59.999Z, tollhouse-audit-skewed",
        "2100-01-01T00:00:00Z, tollhouse-audit-skewed",
        "1970-01-01T00:00:00Z, tollhouse-audit-skewed",
        "+999999999-12-31T00:00:00Z, tollhouse-audit-skewed",
        "+1000000000-12-31T23:59:59.999999999Z, tollhouse-audit-skewed",
        "-1000000000-01-01T00:00:00Z, tollhouse-audit-skewed",
    })
    void theIndexIsTheDayOfTheRecord(Instant time, String index) {
        assertThat(IndexNames.ofRecord(time)).isEqualTo(index);
    }

    @Test
    void onlyThePlaceOnTheTopicIsAddedToARecord() throws Exception {
        var record = "{ \"event.id\":\"" + ID + "\",\"@timestamp\":\"2026-01-31T10:00:00.120Z\" , \"n\":1.50 }";

        var document = Document.of(CheckedRecord.of(bytes(record)), SOURCE);

        assertThat(document.id()).isEqualTo(ID);
        assertThat(document.index()).isEqualTo("tollhouse-audit-2026.01.31");
        assertThat(text(document))
                .isEqualTo(record.substring(0, record.length() - 1)
                        + ",\"tollhouse.ingest.partition\":3,\"tollhouse.ingest.offset\":42,"
                        + "\"tollhouse.ingest.appended\":\"2026-01-31T10:00:01.500Z\"}");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"event.id":"node-1-0123456789ab-0002-000000000000","user.name":"a"} | node-1-0123456789ab-0002-000000000000 | a
            {"event.id":"too long","user.name":"a"}                               | AbC-3-42 | a
            {"user.name":"a","event.id                                            | AbC-3-42 | a
            {"user.name":{"user.name":"b"}}                                       | AbC-3-42 |
            ["user.name","a"]                                                     | AbC-3-42 |
            not JSON                                                              | AbC-3-42 |
            `{"user.name":"first","user.name":"second"}`                          | AbC-3-42 | first
            """)
    void anEnvelopeIsFoundByWhatCanBeMadeOut(String value, String id, @Nullable String agent) {
        var envelope = Envelope.of(new Poison(SOURCE, null, bytes(value), "why"));

        assertThat(envelope.id()).isEqualTo(id);
        assertThat(envelope.index()).isEqualTo("tollhouse-envelope-2026.01.31");
        assertThat(text(envelope))
                .contains("\"@timestamp\":\"2026-01-31T10:00:01.500Z\"", "\"event.kind\":\"pipeline_error\"")
                .contains("\"event.id\":\"" + id + "\"", "\"error.message\":\"why\"")
                .contains(Base64.getEncoder().encodeToString(bytes(value)));
        if (agent == null) {
            assertThat(text(envelope)).doesNotContain("user.name");
        } else {
            assertThat(text(envelope)).contains("\"user.name\":\"" + agent + "\"");
        }
    }

    @Test
    void whatHasNoValueHasAnEnvelopeWithoutOne() {
        assertThat(text(Envelope.of(new Poison(SOURCE, null, null, "no value"))))
                .contains("\"error.message\":\"no value\"")
                .doesNotContain(Envelope.ORIGINAL);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void halfACharacterSpoilsNoEnvelope(String value, String cause) {
        var envelope = Envelope.of(new Poison(SOURCE, null, bytes(value), cause));

        assertThat(text(envelope)).contains("\"event.id\":\"AbC-3-42\"", "\"user.name\":\"");
    }

    /** Bytes that a JSON parser takes and a JSON generator refuses, and limits that fall into the middle of a character. */
    static List<Arguments> halfACharacterSpoilsNoEnvelope() {
        var emoji = "\uD83D\uDE00";
        return List.of(
                arguments("{\"user.name\":\"\\ud800\"}", "why"),
                arguments("{\"user.name\":\"a\\udc00b\"}", "why"),
                arguments("{\"user.name\":\"a\\udc00\\ud800b\"}", "why"),
                arguments("{\"user.name\":\"" + "x".repeat(255) + emoji + "\"}", "why"),
                arguments("{\"user.name\":\"a\",\"@timestamp\":\"\\ud800\"}", "why"),
                arguments("{\"user.name\":\"a\"}", "x".repeat(999) + emoji),
                arguments("{\"user.name\":\"a\"}", "half: \uD83D"));
    }

    @Test
    void anEnvelopeIsOneLineWhateverIsInIt() {
        var envelope = Envelope.of(new Poison(
                SOURCE,
                null,
                bytes("{\"user.name\":\"a\\nb\",\"destination.domain\":\"" + "x".repeat(5000) + "\"}"),
                "a\nb"));

        assertThat(text(envelope)).doesNotContain("\n").doesNotContain("x".repeat(257));
    }
}
