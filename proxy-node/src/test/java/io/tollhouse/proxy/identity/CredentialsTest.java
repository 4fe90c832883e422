package io.tollhouse.proxy.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {
    private static final Map<String, SecretHash> AGENTS = Map.of(
            "research-1", SecretHash.of("correct"),
            "colons", SecretHash.of("a:b:c"),
            "unicode", SecretHash.of("pässword"),
            "empty", SecretHash.of(""));

    private final List<String> asked = new ArrayList<>();
    private final Credentials credentials = new Credentials(name -> {
        asked.add(name);
        return AGENTS.get(name);
    });

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"research-1:correct", "colons:a:b:c", "unicode:pässword", "empty:"})
    void theRightSecretIsTheAgent(String pair) {
        var agent = pair.substring(0, pair.indexOf(':'));

        assertThat(credentials.of(List.of(basic(pair)))).isEqualTo(new Identity.Verified(agent));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"basic ", "BASIC ", "bAsIc ", "Basic   "})
    void theSchemeIsReadInAnyCase(String scheme) {
        assertThat(credentials.of(List.of(scheme + base64("research-1:correct"))))
                .isEqualTo(new Identity.Verified("research-1"));
    }

    @Test
    void noFieldIsMissing() {
        assertThat(credentials.of(List.of())).isEqualTo(new Identity.Missing());
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                of("another secret", "research-1", basic("research-1:wrong")),
                of("no secret", "research-1", basic("research-1:")),
                of("a longer secret", "research-1", basic("research-1:correct ")),
                of("a name in another case", null, basic("Research-1:correct")),
                of("a name that nobody has", null, basic("stranger:correct")),
                of("the dummy's secret with a name that nobody has", null, basic("stranger:")),
                of("no name", null, basic(":correct")),
                of("no colon", null, basic("research-1")),
                of("a name with a control character", null, basic("research\u0007:correct")),
                of("a name that is not ASCII", null, basic("résearch:correct")),
                of("a secret in the place of the name", null, basic("correct:research-1")),
                of(
                        "bytes that are no UTF-8",
                        null,
                        "Basic " + Base64.getEncoder().encodeToString(new byte[] {-1, ':'})),
                of("no Base64", null, "Basic ????"),
                of("Base64 with something behind it", null, basic("research-1:correct") + " x"),
                of(
                        "Base64 for URLs",
                        null,
                        "Basic " + base64("??>:x").replace('/', '_').replace('+', '-')),
                of("Base64 that ends too early", null, "Basic cmVzZWFyY2gtM"),
                of("another scheme", null, "Bearer " + base64("research-1:correct")),
                of("a scheme alone", null, "Basic"),
                of("nothing", null, ""),
                of("more than 1 KiB", null, basic("research-1:" + "x".repeat(1024))),
                of("two values", null, basic("research-1:correct"), basic("research-1:correct")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void everythingElseIsWrong(String what, @Nullable String claimed, List<String> values) {
        assertThat(credentials.of(values)).as(what).isEqualTo(new Identity.Wrong(claimed));
    }

    @Test
    void nothingShowsASecret() {
        assertThat(credentials.of(List.of(basic("research-1:hunter2"))).toString())
                .doesNotContain("hunter2");
        assertThat(credentials.of(List.of("Basic hunter2")).toString()).doesNotContain("hunter2");
        assertThat(AGENTS.toString()).doesNotContain("correct");
        assertThat(asked).containsExactly("research-1");
    }

    private static Arguments of(String what, @Nullable String claimed, String... values) {
        return Arguments.of(what, claimed, List.of(values));
    }

    private static String basic(String pair) {
        return "Basic " + base64(pair);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
