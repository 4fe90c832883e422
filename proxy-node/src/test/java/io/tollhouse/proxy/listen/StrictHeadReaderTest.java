package io.tollhouse.proxy.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The other forms that are refused stand in {@link EdgeSmugglingTest}. */
class StrictHeadReaderTest {
    private static final String HEAD =
            "GET http://demo.test/ HTTP/1.1\r\nHost: demo.test\r\nX: \t a b \t\r\nX:c\r\n\r\n";

    private final StrictHeadReader reader = new StrictHeadReader();

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    }

    @Test
    void aHeadIsReadWhereverItsBytesAreSplit() throws MalformedRequest {
        for (int split = 0; split < HEAD.length(); split++) {
            var bytes = bytes(HEAD.substring(0, split));

            assertThat(reader.read(bytes)).as("split at %d", split).isNull();
            var head = Objects.requireNonNull(reader.read(bytes.writeBytes(bytes(HEAD.substring(split) + "rest"))));

            assertThat(head.method()).isEqualTo("GET");
            assertThat(head.target()).isEqualTo("http://demo.test/");
            assertThat(head.minor()).isEqualTo(1);
            assertThat(head.headers().getAll("x")).containsExactly("a b", "c");
            assertThat(bytes.toString(StandardCharsets.US_ASCII)).isEqualTo("rest");
        }
    }

    @Test
    void oneEmptyLineIsLeftOverFromTheRequestBefore() throws MalformedRequest {
        assertThat(reader.read(bytes("\r\n" + HEAD))).isNotNull();
        assertThatThrownBy(() -> reader.read(bytes("\r\n\r\n" + HEAD))).isInstanceOf(MalformedRequest.class);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "GET http://demo.test/ HTTP/1.1\\n       | a line of its head ends without a carriage return",
                "GET http://demo.test/ HTTP/1.1\\rX      | a carriage return stands alone in its head",
                "GET http://demo.test/ HTTP/1.1\\r\\n x  | a line of its head begins with a blank",
                "\\u0016                                 | this is not HTTP",
                "GET \\u0000                             | its head holds a control character",
            })
    void whatCannotBecomeAHeadIsRefusedAtOnce(String start, String reason) {
        var text = start.replace("\\r", "\r")
                .replace("\\n", "\n")
                .replace("\\u0000", "\0")
                .replace("\\u0016", "\u0016");

        assertThatThrownBy(() -> reader.read(bytes(text))).hasMessage(reason);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {HeadScan.MAX_LINE - 6, HeadScan.MAX_LINE - 5})
    void aLineHasALimit(int length) throws MalformedRequest {
        var bytes = bytes("GET / HTTP/1.1\r\nLong: " + "x".repeat(length) + "\r\n\r\n");

        if (length + 6 <= HeadScan.MAX_LINE) {
            assertThat(reader.read(bytes)).isNotNull();
        } else {
            assertThatThrownBy(() -> reader.read(bytes)).hasMessage("a line of its head is longer than 16 KiB");
        }
    }

    @Test
    void aHeadHasALimit() {
        var field = "Field: " + "x".repeat(10_000) + "\r\n";

        assertThatThrownBy(() -> reader.read(bytes("GET / HTTP/1.1\r\n" + field.repeat(7))))
                .hasMessage("its head is longer than 64 KiB");
    }

    @Test
    void fieldsHaveALimit() {
        assertThatThrownBy(() -> reader.read(bytes("GET / HTTP/1.1\r\n" + "A: b\r\n".repeat(201) + "\r\n")))
                .hasMessage("its head has more than 200 fields");
    }
}
