package io.tollhouse.distributor.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollhouse.contract.fleet.Digest;
import io.tollhouse.contract.yaml.InvalidDocument;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokensTest {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final String HASH = Digest.sha256("secret".getBytes(StandardCharsets.UTF_8));

    private static Tokens parse(String entry) throws InvalidDocument {
        return Tokens.parse(("tokens: [" + entry + "]").getBytes(StandardCharsets.UTF_8), "tokens.yaml");
    }

    @ParameterizedTest(name = "{0} with {1}: {2}")
    @CsvSource({
        "secret,  '',                              'Known[caller=Caller[name=ops, role=ADMIN]]'",
        "secret,  ', expires: 2026-06-01T00:00:01Z', 'Known[caller=Caller[name=ops, role=ADMIN]]'",
        "secret,  ', expires: 2026-06-01T00:00:00Z', Expired[since=2026-06-01T00:00:00Z]",
        "secre,   '',                              Unknown[]",
        "'',      '',                              Unknown[]",
    })
    void aTokenIsKnownByItsHashUntilItExpires(String shown, String more, String verdict) throws InvalidDocument {
        var tokens = parse("{name: ops, role: admin, token: \"sha256:" + HASH + "\"" + more + "}");

        assertThat(tokens.judge(shown, NOW)).hasToString(verdict);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "'{role: admin, token: \"%s\"}',                                   'tokens[0].name: is missing'",
        "'{name: a b, role: admin, token: \"%s\"}',                        'tokens[0].name: must match'",
        "'{name: a, token: \"%s\"}',                                       'tokens[0].role: is missing'",
        "'{name: a, role: king, token: \"%s\"}',                           'tokens[0].role: must be admin or publisher or reader'",
        "'{name: a, role: admin}',                                         'tokens[0].token: is missing'",
        "'{name: a, role: admin, token: secret}',                          'tokens[0].token: must be sha256: and 64'",
        "'{name: a, role: admin, token: \"%s\", expires: tomorrow}',       'tokens[0].expires: must be a time as'",
        "'{name: a, role: admin, token: \"%s\", expire: x}',               'did you mean ''expires''?'",
        "'{name: a, role: admin, token: \"%s\"}, {name: a, role: reader, token: \"%s\"}', 'tokens[1].name: stands twice'",
    })
    void whatIsWrongIsNamedAndNoHashIsRepeated(String entry, String says) {
        assertThatThrownBy(() -> parse(entry.replace("%s", "sha256:" + HASH)))
                .isInstanceOf(InvalidDocument.class)
                .hasMessageContaining(says)
                .hasMessageNotContaining(HASH)
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @CsvSource({
        "ADMIN, ADMIN, true",
        "ADMIN, PUBLISHER, true",
        "ADMIN, READER, true",
        "PUBLISHER, ADMIN, false",
        "PUBLISHER, PUBLISHER, true",
        "PUBLISHER, READER, true",
        "READER, READER, true",
        "READER, PUBLISHER, false",
        "READER, ADMIN, false"
    })
    void eachRoleMayDoWhatTheOnesBelowMay(Role has, Role asked, boolean may) {
        assertThat(has.includes(asked)).isEqualTo(may);
    }

    @Test
    void aDocumentWithoutTokensSaysSo() {
        assertThatThrownBy(() -> Tokens.parse("{}".getBytes(StandardCharsets.UTF_8), "tokens.yaml"))
                .hasMessageContaining("tokens: is missing");
    }
}
