package io.tollhouse.distributor.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KillBodyTest {
    private static JsonNode json(String text) {
        return Json.read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8))
                .orElseThrow();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            {}                                     | agent       | is missing, as destination, rule and node are; say at least one of them
            {'why': 'x'}                           | agent       | is missing, as destination, rule and node are; say at least one of them
            {'agents': 'a'}                        | agents      | is not known here; did you mean 'agent'?
            {'agent': 7}                           | agent       | must be a text in quotes
            {'agent': ['a']}                       | agent       | must be a text in quotes
            {'agent': 'a b'}                       | agent       | must be letters, digits, . _ @ - and * for any characters, at most 64
            {'agent': ''}                          | agent       | must be letters, digits, . _ @ - and * for any characters, at most 64
            {'destination': 'x..y'}                | destination | has an empty label
            {'rule': 'No Rule'}                    | rule        | must be lower-case letters, digits, dots and hyphens, at most 63
            {'node': 'Node'}                       | node        | must be lower-case letters, digits and hyphens, at most 32
            {'agent': 'a', 'for': '0s'}            | for         | must be a duration as 90s, 30m, 2h or 7d, at most 365d, was '0s'; leave it out for a kill that holds until it is lifted
            {'agent': 'a', 'for': '366d'}          | for         | must be a duration as 90s, 30m, 2h or 7d, at most 365d, was '366d'; leave it out for a kill that holds until it is lifted
            {'agent': 'a', 'for': 90}              | for         | must be a text in quotes
            {'agent': 'a', 'why': 'two\\nlines'}   | why         | must be one line of at most 500 characters
            """)
    void whatIsWrongIsNamedWithItsMember(String body, String field, String message) {
        var failure = catchThrowableOfType(Failure.class, () -> KillBody.read(json(body), "ops"));

        assertThat(failure.problem().status()).isEqualTo(422);
        assertThat(failure.problem().members()).containsEntry("problems", List.of(new FieldProblem(field, message)));
        assertThat(failure.problem().detail()).isEqualTo(field + ": " + message);
    }

    @ParameterizedTest
    @CsvSource({"90s, 90", "30m, 1800", "2h, 7200", "7d, 604800", "365d, 31536000"})
    void aDurationIsANumberAndAUnit(String text, long seconds) throws Failure {
        assertThat(KillBody.read(json("{'agent': 'a', 'for': '" + text + "'}"), "ops")
                        .lasts())
                .contains(Duration.ofSeconds(seconds));
    }

    @Test
    void allThatIsSaidIsReadAndTheRestIsAnything() throws Failure {
        var order = KillBody.read(
                json(
                        "{'agent': 'research-*', 'destination': 'B\u00fccher.example.', 'rule': null, 'why': 'an incident'}"),
                "ops");

        assertThat(order.target().words()).isEqualTo("agent research-* to xn--bcher-kva.example");
        assertThat(order.lasts()).isEmpty();
        assertThat(order.author()).isEqualTo("ops");
        assertThat(order.why()).isEqualTo("an incident");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            []
            "agent"
            null
            {"agent": "a"
            {"agent": "a"} {}
            {"agent": "a", "agent": "b"}
            not JSON
            """)
    void whatIsNoObjectIsNotRead(String body) {
        assertThat(Json.read(body.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }
}
