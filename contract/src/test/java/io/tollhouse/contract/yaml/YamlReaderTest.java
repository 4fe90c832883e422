package io.tollhouse.contract.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class YamlReaderTest {
    @Test
    void keysKeepTheirOrderAndEveryNodeItsPlace() throws InvalidDocument {
        var root = (Node.MapNode) read("b: 1\na:\n  - x\n  - {y: no}\n");

        assertThat(root.entries().keySet()).containsExactly("b", "a");
        var list = (Node.ListNode) value(root, "a");
        assertThat(list.items().get(0)).isEqualTo(new Node.Scalar(3, 5, "a[0]", "x", true));
        var inner = (Node.MapNode) list.items().get(1);
        assertThat(value(inner, "y")).isEqualTo(new Node.Scalar(4, 9, "a[1].y", "no", true));
    }

    @Test
    void jsonIsReadTheSameWay() throws InvalidDocument {
        var root = (Node.MapNode) read("{\"a\": [\"1\", true]}");

        assertThat(((Node.ListNode) value(root, "a")).items())
                .extracting(item -> ((Node.Scalar) item).text())
                .containsExactly("1", "true");
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of("", "file.yaml: is empty"),
                Arguments.of("a: &x 1\nb: *x", "file.yaml:1:4: uses an anchor (&name); write the value out"),
                Arguments.of("b: *x", "file.yaml:1:4: uses an alias (*name); write the value out"),
                Arguments.of("a: !!str 1", "file.yaml:1:4: uses a tag (!name); tags are not taken"),
                Arguments.of("a: 1\n---\nb: 2", "file.yaml:2:1: holds a second document; only one is taken"),
                Arguments.of("a: 1\na: 2", "file.yaml:2:1: a: stands twice; keys of a map must be unique"),
                Arguments.of("[a]: 2", "file.yaml:1:1: has a key that is not plain text"),
                Arguments.of(
                        "a: \"x\\uD800\"", "file.yaml:1:4: holds half of a character (a lone surrogate, as \\uD800)"),
                Arguments.of(
                        "\"\\uDC00\": 1", "file.yaml:1:1: holds half of a character (a lone surrogate, as \\uD800)"),
                Arguments.of("[".repeat(3000), "file.yaml:1:34: is nested deeper than 32 levels"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void whatHidesItsMeaningIsRefusedWithItsPlace(String text, String message) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(InvalidDocument.class).hasMessage(message);
    }

    @Test
    void aCharacterMayBeWrittenAsTwoEscapes() throws InvalidDocument {
        var root = (Node.MapNode) read("{\"a\": \"\\uD83D\\uDE00\"}");

        assertThat(((Node.Scalar) value(root, "a")).text()).isEqualTo("\uD83D\uDE00");
    }

    @Test
    void aSyntaxErrorNamesItsPlace() {
        assertThatThrownBy(() -> read("a: [1\nb: 2"))
                .isInstanceOf(InvalidDocument.class)
                .hasMessageStartingWith("file.yaml:2:2: is not valid YAML");
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        assertThatThrownBy(() -> YamlReader.read(new byte[] {'a', (byte) 0xff}, "file.yaml", 100))
                .hasMessage("file.yaml: is not UTF-8");
    }

    @Test
    @Timeout(20)
    void aLargeDocumentIsRefusedUnreadAndALargeScalarReadInReasonableTime() throws InvalidDocument {
        var large = "a: " + "x".repeat(1 << 20);

        assertThatThrownBy(() -> YamlReader.read(large.getBytes(StandardCharsets.UTF_8), "file.yaml", 1000))
                .hasMessage("file.yaml: is larger than 1000 bytes");
        assertThat(read(large)).isInstanceOf(Node.MapNode.class);
    }

    @Test
    void unknownKeysAreNamedWithTheNearestKnownOne() throws InvalidDocument {
        var problems = new Problems("file.yaml");
        var fields = Fields.of(read("actoin: x\nports: seven\nempty:\n"), problems);

        assertThat(fields.text("action")).isEmpty();
        assertThat(fields.integer("ports", 1, 9, 3)).isEqualTo(3);
        assertThat(fields.text("empty")).isEmpty();
        fields.close();

        assertThat(problems.list())
                .extracting(Problem::toString)
                .containsExactly(
                        "file.yaml:1:1: actoin: is not a known key; did you mean 'action'?",
                        "file.yaml:2:8: ports: must be a whole number from 1 to 9, was 'seven'",
                        "file.yaml:3:7: empty: must be text, was nothing");
    }

    private static Node value(Node.MapNode map, String key) {
        return Objects.requireNonNull(map.entries().get(key)).value();
    }

    private static Node read(String text) throws InvalidDocument {
        return YamlReader.read(text.getBytes(StandardCharsets.UTF_8), "file.yaml", 4 << 20);
    }
}
