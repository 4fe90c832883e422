package io.tollhouse.proxy.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The forms that are refused stand in {@link EdgeSmugglingTest}. */
class ChunkReaderTest {
    private static final String BODY = "5\r\nhello\r\n00A;x=\"y\"\r\n wonderful\r\n0\r\nT: u\r\n\r\n";

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    }

    @Test
    void aBodyIsReadWhereverItsBytesAreSplit() throws MalformedRequest {
        for (int split = 0; split < BODY.length(); split++) {
            var reader = new ChunkReader();
            var bytes = bytes(BODY.substring(0, split));
            var body = new StringBuilder();

            assertThat(drain(reader, bytes, body)).as("over at %d", split).isFalse();
            bytes.writeBytes(bytes(BODY.substring(split) + "GET"));

            assertThat(drain(reader, bytes, body))
                    .as("over, split at %d", split)
                    .isTrue();
            assertThat(body).hasToString("hello wonderful");
            assertThat(bytes.toString(StandardCharsets.US_ASCII)).isEqualTo("GET");
        }
    }

    /** Says whether the last piece came. */
    private static boolean drain(BodyReader reader, ByteBuf bytes, StringBuilder body) throws MalformedRequest {
        for (var piece = reader.read(bytes); piece != null; piece = reader.read(bytes)) {
            body.append(piece.content().toString(StandardCharsets.ISO_8859_1));
            piece.release();
            if (piece instanceof LastHttpContent) {
                return true;
            }
        }
        return false;
    }

    @Test
    void aLineBetweenChunksHasALimitBeforeItEnds() {
        assertThatThrownBy(() -> new ChunkReader().read(bytes("5;" + "x".repeat(1100))))
                .hasMessage("a line between the chunks of its body is too long");
    }

    @Test
    void trailersHaveALimit() {
        var trailer = "T: " + "x".repeat(1000) + "\r\n";

        assertThatThrownBy(() -> new ChunkReader().read(bytes("0\r\n" + trailer.repeat(9))))
                .hasMessage("its trailers are longer than 8 KiB");
    }
}
