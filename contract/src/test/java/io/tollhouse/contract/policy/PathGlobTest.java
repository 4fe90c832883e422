package io.tollhouse.contract.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathGlobTest {

    /** As a request's path is split: what stands behind each slash. */
    private static boolean matches(String glob, String path) {
        try {
            return PathGlob.parse(glob).matches(List.of(path.substring(1).split("/", -1)));
        } catch (PathGlob.Malformed e) {
            throw new AssertionError(glob + " " + e.getMessage(), e);
        }
    }

    @ParameterizedTest(name = "{0} matches {1}: {2}")
    @CsvSource({
        "/, /, true",
        "/, /a, false",
        "/a, /a, true",
        "/a, /a/, false",
        "/a, /A, false",
        "/a/, /a/, true",
        "/a/, /a, false",
        "/*, /a, true",
        "/*, /, true",
        "/*, /a/b, false",
        "/a*, /ab, true",
        "/a*, /a, true",
        "/a*c*e, /abcde, true",
        "/a*c*e, /abcd, false",
        "/a/*/c, /a/b/c, true",
        "/a/*/c, /a/c, false",
        "/a/*/c, /a/b/b/c, false",
        "/**, /, true",
        "/**, /a/b/c, true",
        "/a/**, /a, true",
        "/a/**, /a/, true",
        "/a/**, /a/b/c, true",
        "/a/**, /ab, false",
        "/**/c, /c, true",
        "/**/c, /a/b/c, true",
        "/**/c, /a/b/cc, false",
        "/a/**/c/**/e, /a/b/c/d/e, true",
        "/a/**/c/**/e, /a/c/e, true",
        "/a/**/c/**/e, /a/e/c, false",
        "/**/*.tgz, /x/-/x-1.0.tgz, true",
        "/a%20b, /a b, true",
        "/b%C3%BCcher, /bücher, true",
        "/bücher, /bücher, true",
        "/a%3Fb, /a?b, true",
    })
    void aStarIsWithinASegmentAndTwoAreSegments(String glob, String path, boolean matches) {
        assertThat(matches(glob, path)).isEqualTo(matches);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "/a%62c, /abc",
        "/b%c3%bccher, /bücher",
        "/a/**/**/b, /a/**/b",
        "/a%3fb%23, /a%3Fb%23",
        "/a+b~c, /a+b~c",
    })
    void itHasOneCanonicalForm(String written, String canonical) throws PathGlob.Malformed {
        var glob = PathGlob.parse(written);

        assertThat(glob.text()).isEqualTo(canonical);
        assertThat(PathGlob.parse(canonical)).isEqualTo(glob);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "a | does not begin with a slash",
                "/a?b | has a query or fragment, and conditions see the path only",
                "/a#b | has a query or fragment",
                "/a//b | has two slashes in a row",
                "//a | has two slashes in a row",
                "/a/../b | has a segment . or .., which no request may have",
                "/a/%2e%2E/b | has a segment . or ..",
                "/. | has a segment . or ..",
                "/a%2Fb | has a control character, \\, ; or a percent-encoded slash",
                "/a%5cb | has a control character",
                "/a\\b | has a control character",
                "/a;v=1 | has a control character",
                "/a%25b | has a control character",
                "/a%00b | has a control character",
                "/a%0ab | has a control character",
                "/a%b | has a % without two hexadecimal digits",
                "/a%zz | has a % without two hexadecimal digits",
                "/a% | has a % without two hexadecimal digits",
                "/a%ff | has percent-encoded bytes that are not UTF-8",
                "/a%c0%af | has percent-encoded bytes that are not UTF-8",
                "/a%2Ab | has a star percent-encoded",
                "/a** | has ** beside other characters",
                "/***/b | has ** beside other characters",
            })
    void whatNoRequestCouldMatchIsRefused(String written, String message) {
        assertThatThrownBy(() -> PathGlob.parse(written))
                .isInstanceOf(PathGlob.Malformed.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void theTableOfTheReferenceIsTrue() throws Exception {
        var lines = Files.readString(Path.of("../docs/policy.md")).lines().toList();
        int start = lines.indexOf("| glob | matches | does not match |") + 2;
        var rows = lines.subList(start, lines.size()).stream()
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.substring(1).split(" *\\| *", -1))
                .toList();

        assertThat(rows).hasSizeGreaterThan(3);
        for (var row : rows) {
            var glob = quoted(row[0]).get(0);
            assertThat(quoted(row[1]))
                    .isNotEmpty()
                    .allMatch(path -> matches(glob, URI.create(path).getPath()), glob);
            assertThat(quoted(row[2]))
                    .isNotEmpty()
                    .noneMatch(path -> matches(glob, URI.create(path).getPath()));
        }
    }

    private static List<String> quoted(String cell) {
        return Pattern.compile("`([^`]+)`")
                .matcher(cell)
                .results()
                .map(found -> found.group(1))
                .toList();
    }
}
