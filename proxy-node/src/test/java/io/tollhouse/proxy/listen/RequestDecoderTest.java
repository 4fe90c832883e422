package io.tollhouse.proxy.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.tollhouse.proxy.NoLeaks;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class RequestDecoderTest {
    private static final String GET = "GET http://demo.test/ HTTP/1.1\r\nHost: demo.test\r\n\r\n";
    private static final String POST =
            "POST http://demo.test/ HTTP/1.1\r\nHost: demo.test\r\nContent-Length: 5\r\n\r\nhello";

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final RequestDecoder decoder =
            new RequestDecoder(channel, new StrictHeadReader(), EdgeFixture.CLOCKS, Unpooled.EMPTY_BUFFER);

    RequestDecoderTest() {
        channel.pipeline().addLast(decoder);
    }

    @AfterEach
    void nothingIsLeftBehind() {
        assertThat(channel.finishAndReleaseAll()).isFalse();
    }

    private void say(String text) {
        channel.writeInbound(channel.alloc().buffer().writeBytes(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private String next() {
        Object message = channel.readInbound();
        try {
            return message instanceof RequestHead head
                    ? head.method()
                    : message instanceof MalformedRequest
                            ? "malformed"
                            : message instanceof HttpContent content
                                    ? content.content().toString(StandardCharsets.ISO_8859_1)
                                            + (content instanceof LastHttpContent ? "." : "")
                                    : "nothing";
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Test
    void whatLiesBehindARequestWaitsUntilItIsAnswered() {
        say(POST + GET + "nonsense\r\n\r\n");
        assertThat(next()).isEqualTo("POST");
        assertThat(next()).isEqualTo("hello.");
        assertThat(next()).isEqualTo("nothing");

        decoder.next(EdgeFixture.CLOCKS.keepAlive());
        assertThat(next()).isEqualTo("GET");
        assertThat(next()).isEqualTo(".");
        assertThat(next()).isEqualTo("nothing");

        decoder.next(EdgeFixture.CLOCKS.keepAlive());
        assertThat(next()).isEqualTo("malformed");
    }

    @Test
    void noBytesBehindAMalformedRequestAreRead() {
        say("nonsense\r\n\r\n" + GET);
        assertThat(next()).isEqualTo("malformed");

        say(GET);
        decoder.next(EdgeFixture.CLOCKS.keepAlive());
        assertThat(next()).isEqualTo("nothing");
    }

    @Test
    void aBodyWaitsWhileItsTakerIsFull() {
        say(POST.substring(0, POST.length() - 5));
        assertThat(next()).isEqualTo("POST");
        decoder.pause(true);
        say("he");
        assertThat(next()).isEqualTo("nothing");
        assertThat(channel.config().isAutoRead()).isFalse();

        decoder.pause(false);
        say("llo");
        assertThat(next()).isEqualTo("he");
        assertThat(next()).isEqualTo("llo.");
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void readingStopsWhenTooMuchWaitsBehindARequest() {
        say(GET);
        assertThat(next()).isEqualTo("GET");
        assertThat(next()).isEqualTo(".");
        for (int i = 0; i < 4; i++) {
            assertThat(channel.config().isAutoRead()).isTrue();
            say("x".repeat(HeadScan.MAX_HEAD / 2));
        }
        assertThat(channel.config().isAutoRead()).isFalse();
    }

    @Test
    void theBytesBehindAConnectAreGivenAwayUnread() {
        say("CONNECT demo.test:443 HTTP/1.1\r\nHost: demo.test:443\r\n\r\n\u0016\u0003");
        var rest = decoder.takeRest();

        assertThat(next()).isEqualTo("CONNECT");
        assertThat(next()).isEqualTo(".");
        assertThat(ByteBufText.of(rest)).isEqualTo("\u0016\u0003");
    }

    private static final class ByteBufText {
        static String of(ByteBuf bytes) {
            try {
                return bytes.toString(StandardCharsets.ISO_8859_1);
            } finally {
                bytes.release();
            }
        }
    }
}
