package io.tollhouse.proxy.listen;

import static io.tollhouse.proxy.listen.Hello.ENCRYPTED;
import static io.tollhouse.proxy.listen.Hello.forHost;
import static io.tollhouse.proxy.listen.Hello.join;
import static io.tollhouse.proxy.listen.Hello.record;
import static io.tollhouse.proxy.listen.Hello.serverHello;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.tollhouse.proxy.NoLeaks;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(NoLeaks.class)
class SecondHelloTest {
    private static final String HOST = "www.example.org";
    private static final byte[] DATA = record(23, "data".getBytes(US_ASCII));
    private static final byte[] CHANGE_CIPHER = record(20, new byte[] {1});
    private static final byte[] SAME =
            forHost("WWW.example.org").extension(51, new byte[9]).record();

    private final EmbeddedChannel client = new EmbeddedChannel();
    private final EmbeddedChannel destination = new EmbeddedChannel();
    private final List<String> refusals = new ArrayList<>();
    private byte[] retry = {};

    @BeforeEach
    void aRetryRequest() throws Exception {
        retry = serverHello(MessageDigest.getInstance("SHA-256").digest("HelloRetryRequest".getBytes(US_ASCII)));
    }

    @AfterEach
    void nothingIsLeftBehind() {
        assertThat(client.finishAndReleaseAll()).isFalse();
        assertThat(destination.finishAndReleaseAll()).isFalse();
    }

    private void watch(@Nullable String first, byte[]... rest) {
        var hello = new ClientHello.Result(ClientHello.Kind.COMPLETE, first, false, 0, "");
        SecondHello.watch(client, destination, hello, buffer(join(rest)), refusals::add);
    }

    @Test
    void whereTheServerTakesTheFirstHelloEverythingPasses() {
        watch(HOST, DATA);
        from(client, CHANGE_CIPHER);
        assertThat(passed(client)).isEmpty();

        from(destination, serverHello(new byte[32]));

        assertThat(passed(client)).isEqualTo(join(DATA, CHANGE_CIPHER));
        assertThat(passed(destination)).isEqualTo(serverHello(new byte[32]));
        assertOver();
        from(client, forHost("other.example.org").record());
        assertThat(passed(client)).isEqualTo(forHost("other.example.org").record());
    }

    @Test
    void aSecondHelloForTheSameHostPasses() {
        watch(HOST);
        from(destination, retry);
        assertThat(passed(destination)).isEqualTo(retry);

        from(client, join(CHANGE_CIPHER, SAME));

        assertThat(passed(client)).isEqualTo(join(CHANGE_CIPHER, SAME));
        assertOver();
    }

    @Test
    void aSecondHelloDoesNotHideWhatTheFirstShowed() {
        watch(HOST);
        from(destination, retry);
        assertThat(passed(destination)).isEqualTo(retry);

        from(client, forHost(HOST).extension(ENCRYPTED, new byte[9]).record());

        assertThat(passed(client)).isEmpty();
        assertThat(refusals).containsExactly("is encrypted, which the first was not");
    }

    @Test
    void bothSidesMayComeByteForByte() {
        watch(HOST);

        for (byte each : join(record(21, new byte[] {1, 112}), retry)) {
            from(destination, new byte[] {each});
        }
        for (byte each : join(CHANGE_CIPHER, Arrays.copyOf(SAME, SAME.length - 1))) {
            from(client, new byte[] {each});
        }
        assertThat(passed(client)).isEmpty();
        from(client, Arrays.copyOfRange(SAME, SAME.length - 1, SAME.length));

        assertThat(passed(client)).isEqualTo(join(CHANGE_CIPHER, SAME));
        assertThat(passed(destination)).isEqualTo(join(record(21, new byte[] {1, 112}), retry));
        assertOver();
    }

    @Test
    void aSecondHelloThatCameTooEarlyIsReadAllTheSame() {
        watch(HOST, DATA, SAME);

        from(destination, retry);

        assertThat(passed(client)).isEqualTo(join(DATA, SAME));
        passed(destination);
        assertOver();
    }

    @Test
    void whereNoneIsNamedNoneMayBeNamedLater() {
        watch(null);
        from(destination, retry);
        passed(destination);

        from(client, new Hello().record());

        assertThat(passed(client)).isEqualTo(new Hello().record());
        assertOver();
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("another host", HOST, forHost("evil.example.org").record(), "another host"),
                Arguments.of("no host", HOST, new Hello().record(), "another host"),
                Arguments.of("a host where there was none", null, SAME, "another host"),
                Arguments.of("a broken hello", HOST, forHost("").record(), "names no host"),
                Arguments.of("no TLS", HOST, "GET / HTTP/1.1".getBytes(US_ASCII), "is none"),
                Arguments.of("too much before it", HOST, dataOf(140_000), "does not come"));
    }

    private static byte[] dataOf(int bytes) {
        var all = new byte[bytes / 10_000][];
        Arrays.fill(all, record(23, new byte[10_000]));
        return join(all);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void everythingElseIsRefusedAndNothingPasses(String what, @Nullable String first, byte[] second, String problem) {
        watch(first);
        from(destination, retry);
        passed(destination);

        from(client, second);
        from(client, SAME);

        assertThat(refusals).as(what).singleElement().asString().contains(problem);
        assertThat(passed(client)).isEmpty();
    }

    @Test
    void aServerThatSpeaksSomethingElseOrEndsIsNotWaitedFor() {
        watch(HOST, DATA);

        from(destination, "no TLS here".getBytes(US_ASCII));

        assertThat(passed(client)).isEqualTo(DATA);
        passed(destination);
        assertOver();
    }

    @Test
    void theEndOfTheServerIsAnAnswer() {
        watch(HOST, DATA);

        destination.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);

        assertThat(passed(client)).isEqualTo(DATA);
        assertOver();
    }

    @Test
    void theEndOfTheClientWaitsForItsBytes() {
        var events = new Events();
        watch(HOST, DATA);
        client.pipeline().addLast(events);

        client.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        assertThat(events.seen).isEmpty();
        from(destination, serverHello(new byte[32]));

        assertThat(events.seen).containsExactly(ChannelInputShutdownEvent.INSTANCE);
        assertThat(passed(client)).isEqualTo(DATA);
        passed(destination);
    }

    @Test
    void aClientThatEndsInsteadOfASecondHelloJustEnds() {
        var events = new Events();
        watch(HOST);
        client.pipeline().addLast(events);
        from(destination, retry);
        from(client, record(21, new byte[] {2, 40}));

        client.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);

        assertThat(events.seen).containsExactly(ChannelInputShutdownEvent.INSTANCE);
        assertThat(passed(client)).isEmpty();
        assertThat(refusals).isEmpty();
        passed(destination);
    }

    @Test
    void aClientThatSaysTooMuchBeforeTheServerAnswersIsReadNoFurther() {
        var reads = new Reads();
        client.pipeline().addLast(reads);
        watch(HOST);

        from(client, dataOf(140_000));
        int before = reads.count;
        client.pipeline().read();
        assertThat(reads.count).isEqualTo(before);
        from(destination, serverHello(new byte[32]));
        client.pipeline().read();

        assertThat(reads.count).isGreaterThan(before);
        assertThat(passed(client)).hasSize(dataOf(140_000).length);
        passed(destination);
    }

    @Test
    void whatIsHeldGoesWithTheChannel() {
        watch(HOST, DATA);
        from(client, SAME);

        client.close();
        destination.close();

        assertThat(passed(client)).isEmpty();
    }

    @Test
    void aChannelThatIsClosedAlreadyHoldsNothing() {
        client.close();

        watch(HOST, DATA);

        assertThat(destination.pipeline().get(RetryWatch.class)).isNull();
    }

    private void assertOver() {
        assertThat(client.pipeline().get(SecondHello.class)).isNull();
        assertThat(destination.pipeline().get(RetryWatch.class)).isNull();
        assertThat(refusals).isEmpty();
    }

    private static void from(EmbeddedChannel channel, byte[] bytes) {
        channel.writeInbound(buffer(bytes));
    }

    private static ByteBuf buffer(byte[] bytes) {
        return ByteBufAllocator.DEFAULT.buffer().writeBytes(bytes);
    }

    /** What has come through all handlers since the last time. */
    private static byte[] passed(EmbeddedChannel channel) {
        var all = new ByteArrayOutputStream();
        for (ByteBuf each = channel.readInbound(); each != null; each = channel.readInbound()) {
            var bytes = new byte[each.readableBytes()];
            each.readBytes(bytes).release();
            all.writeBytes(bytes);
        }
        return all.toByteArray();
    }

    private static final class Events extends ChannelInboundHandlerAdapter {
        private final List<Object> seen = new ArrayList<>();

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            seen.add(event);
        }
    }

    private static final class Reads extends ChannelOutboundHandlerAdapter {
        private int count;

        @Override
        public void read(ChannelHandlerContext ctx) {
            count++;
            ctx.read();
        }
    }
}
