package io.tollhouse.proxy.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.tollhouse.proxy.NoLeaks;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(NoLeaks.class)
class FirstBytesTest {
    private static final int PADDING = 21;

    private final Told told = new Told();
    private final EmbeddedChannel channel =
            new EmbeddedChannel(new FirstBytes(told, Duration.ofSeconds(10), Unpooled.EMPTY_BUFFER));

    /** What was said, in words. */
    private static final class Told implements FirstBytes.Taker {
        private final List<String> words = new ArrayList<>();

        @Override
        public void tls(ClientHello.Result hello, ByteBuf bytes) {
            words.add("tls " + hello.serverName() + " " + (bytes.readableBytes() - hello.length()) + " more");
            bytes.release();
        }

        @Override
        public void http(ByteBuf bytes) {
            words.add("http " + bytes.toString(StandardCharsets.US_ASCII));
            bytes.release();
        }

        @Override
        public void other(ByteBuf bytes) {
            words.add("other " + bytes.toString(StandardCharsets.US_ASCII));
            bytes.release();
        }

        @Override
        public void unknown(boolean tls, String why) {
            words.add((tls ? "tls: " : "") + why);
        }

        @Override
        public void clientGone(String why) {
            words.add(why);
        }
    }

    @AfterEach
    void nothingIsLeftBehind() {
        assertThat(channel.finishAndReleaseAll()).isFalse();
    }

    private void say(byte... bytes) {
        channel.writeInbound(channel.alloc().buffer(bytes.length).writeBytes(bytes));
    }

    private void say(String text) {
        say(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void aHelloIsHandedOnWithWhatCameBehindIt() {
        say(Hello.join(Hello.forHost("demo.test").record(), new byte[] {1, 2, 3}));

        assertThat(told.words).containsExactly("tls demo.test 3 more");
        assertThat(channel.pipeline().get(FirstBytes.class)).isNull();
    }

    @ParameterizedTest(name = "{0}{1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "GE  | T / | http GET /",
                "M   | ' ' | http M",
                "G@T | ''  | other G@T",
                "' G'| ''  | other  G",
                "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEF  | G  | other ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFG",
            })
    void onlyAMethodAndASpaceAreHttp(String first, String second, String word) {
        say(first);
        if (!second.isEmpty()) {
            say(second);
        }

        assertThat(told.words).hasSize(1).first().asString().startsWith(word);
    }

    @Test
    void nothingIsDecidedBeforeItCanBe() {
        say("GET");
        say((byte) 'X');

        assertThat(told.words).isEmpty();
    }

    @Test
    void aHelloInVeryManyPiecesIsNotReadOverAndOver() {
        var hello =
                Hello.forHost("demo.test").extension(PADDING, new byte[12_000]).record();
        for (int i = 0; i < hello.length && told.words.isEmpty(); i++) {
            say(hello[i]);
        }

        assertThat(told.words).containsExactly("tls: its TLS hello comes in too many pieces");
    }

    @Test
    void aClientThatEndsItsSideHasGone() {
        channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);

        assertThat(told.words).containsExactly("the client went away");
    }
}
