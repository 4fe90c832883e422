package io.tollhouse.contract.decision;

import static io.tollhouse.contract.decision.Draft.allow;
import static io.tollhouse.contract.decision.Draft.deny;
import static io.tollhouse.contract.decision.Policies.brief;
import static io.tollhouse.contract.decision.Policies.matcher;
import static io.tollhouse.contract.decision.Policies.request;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditions on method, path and headers. */
class PathsAndHeadersTest {

    private static String decide(String request, Draft... rules) {
        return brief(matcher(Draft.policy(rules), Surroundings.none()).judgeName(request("a", request)));
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "/simple/**, /simple/x/y, true",
        "/simple/**, /simple/, true",
        "/simple/**, /simple, true",
        "/simple/**, /simplex, false",
        "/simple/*, /simple/x, true",
        "/simple/*, /simple/x/y, false",
        "/a/*.json, /a/b.json, true",
        "/a/*.json, /a/b.xml, false",
        "/**/end, /x/y/end, true",
        "/a b, /a%20b, true",
        "/a*, /a%3Fb, true",
        "/über, /%C3%BCber, true",
        "/A, /a, false",
        "/a, /%61, true",
        "/a, /a/, false",
        "/, /, true",
    })
    void aGlobSeesThePathDecodedOnceSegmentBySegment(String glob, String path, boolean matches) {
        assertThat(decide(
                        "GET http://x.example" + path, allow("go", "x.example").paths(glob)))
                .isEqualTo(matches ? "allow go" : "deny builtin.default");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a/../b",
                "/a/..",
                "/./a",
                "/.",
                "/a/%2e%2e/b",
                "/a/%2E",
                "/a/.%2e/b",
                "/a%2fb",
                "/a%2Fb",
                "/a%5cb",
                "/a%00b",
                "/a%0ab",
                "/a%25b",
                "/a%252fb",
                "//a",
                "/a//b",
                "/a;b",
                "/a;x=1/b",
                "/a%3bb",
                "/a%",
                "/a%2",
                "/a%zz",
                "/a%C3",
                "/a%C0%AFb",
                "/a%FF",
                "/a%ED%A0%80",
                "/ü"
            })
    void anAmbiguousPathIsRefusedWhereAPathConditionCouldApply(String path) {
        var only = allow("go", "x.example").paths("/**");
        var denied = deny("no", "x.example").paths("/secret/**");

        assertThat(decide("GET http://x.example" + path, only)).isEqualTo("malformed builtin.malformed");
        assertThat(decide("GET http://x.example" + path, allow("go", "**"), denied))
                .isEqualTo("malformed builtin.malformed");
        assertThat(decide("GET http://y.example" + path, allow("go", "**"), denied))
                .isEqualTo("allow go");
        assertThat(decide("GET http://x.example" + path, allow("go", "**"), denied.methods("PUT")))
                .isEqualTo("allow go");
        assertThat(decide(
                        "GET http://x.example" + path, allow("go", "x.example").methods("GET")))
                .isEqualTo("allow go");
    }

    @Test
    void theReasonRepeatsNothingOfThePath() {
        var matcher = matcher(Draft.policy(allow("go", "x.example").paths("/**")), Surroundings.none());

        assertThat(matcher.judgeName(request("a", "GET http://x.example/secret/.."))
                        .reason())
                .isEqualTo("a rule looks at the path, and the path has a dot segment");
    }

    @ParameterizedTest(name = "lines {0}: {1}")
    @CsvSource({
        "red, true",
        "red-1, true",
        "red red-2, true",
        "red blue, false",
        "blue, false",
        "'', false",
    })
    void aHeaderConditionMustHoldForEveryLineOfThatName(String lines, boolean holds) {
        Headers headers = name -> name.equals("x-team") && !lines.isEmpty() ? List.of(lines.split(" ", -1)) : List.of();
        var matcher = matcher(Draft.policy(allow("go", "x.example").header("x-team", "red*")), Surroundings.none());

        assertThat(matcher.judgeName(request("a", "GET http://x.example/", headers))
                        .letsThrough())
                .isEqualTo(holds);
    }

    @ParameterizedTest(name = "{0}: denied {1}")
    @CsvSource({"red, true", "red blue, true", "blue red, true", "blue, false", "'', false"})
    void oneLineIsEnoughForADenySoThatNobodyGetsRoundItByAnother(String lines, boolean denied) {
        Headers headers = name -> name.equals("x-team") && !lines.isEmpty() ? List.of(lines.split(" ", -1)) : List.of();
        var matcher = matcher(
                Draft.policy(allow("go", "x.example"), deny("no", "x.example").header("x-team", "red*")),
                Surroundings.none());

        assertThat(brief(matcher.judgeName(request("a", "GET http://x.example/", headers))))
                .isEqualTo(denied ? "deny no" : "allow go");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "GET http://x.example/a, allow go",
        "HEAD http://x.example/a, allow go",
        "PUT http://x.example/a, deny builtin.default",
        "get http://x.example/a, deny builtin.default",
        "GET https://x.example/a, allow go",
        "GET http://x.example/b, deny builtin.default",
    })
    void allConditionsMustHoldAndOfEachKindOne(String request, String decision) {
        assertThat(decide(
                        request, allow("go", "x.example").methods("GET", "HEAD").paths("/a", "/a/**")))
                .isEqualTo(decision);
    }
}
