package io.tollhouse.proxy.upstream;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.DuplexChannel;
import io.tollhouse.proxy.NoLeaks;
import io.tollhouse.proxy.upstream.Relay.Counts;
import io.tollhouse.proxy.upstream.Relay.End;
import io.tollhouse.proxy.upstream.Relayed.Ended;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class RelayTest {
    private static final Duration NEVER = Duration.ofHours(1);
    private static final EventLoopGroup LOOPS = Transport.loops(1, "relay-test");
    private static final EventLoop LOOP = LOOPS.next();

    private Relayed pair;

    @BeforeEach
    void connect() throws Exception {
        pair = new Relayed(LOOP);
    }

    @AfterEach
    void close() throws IOException {
        pair.close();
        assertThat(pair.endings()).isEqualTo(1);
    }

    @AfterAll
    static void stop() {
        LOOPS.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void theEndOfOneDirectionLeavesTheOtherOpen() throws Exception {
        pair.start(NEVER);

        say(pair.client, "question");
        pair.client.shutdownOutput();
        assertThat(allFrom(pair.origin)).isEqualTo("question");
        say(pair.origin, "a long answer");
        pair.origin.shutdownOutput();

        assertThat(allFrom(pair.client)).isEqualTo("a long answer");
        assertThat(pair.ended()).isEqualTo(new Ended(new Counts(8, 13), End.CLOSED));
    }

    @Test
    void theDestinationMayEndFirst() throws Exception {
        pair.start(NEVER);

        say(pair.origin, "hello");
        pair.origin.shutdownOutput();
        assertThat(allFrom(pair.client)).isEqualTo("hello");
        say(pair.client, "bye");
        pair.client.close();

        assertThat(allFrom(pair.origin)).isEqualTo("bye");
        assertThat(pair.ended()).isEqualTo(new Ended(new Counts(3, 5), End.CLOSED));
    }

    @Test
    void bytesThatWaitedGoFirst() throws Exception {
        pair.start(NEVER, bytes("first "), bytes("second "), bytes(""));

        say(pair.client, "third");
        pair.client.shutdownOutput();

        assertThat(allFrom(pair.origin)).isEqualTo("first second third");
        pair.origin.close();
        assertThat(pair.ended()).isEqualTo(new Ended(new Counts(18, 0), End.CLOSED));
    }

    @Test
    void anEndThatCameBeforeTheRelayIsPassedOn() throws Exception {
        say(pair.client, "x");
        pair.client.shutdownOutput();
        readToTheEnd(pair.clientChannel);

        pair.start(NEVER, bytes("x"));

        assertThat(allFrom(pair.origin)).isEqualTo("x");
        pair.origin.close();
        assertThat(pair.ended().how()).isEqualTo(End.CLOSED);
    }

    @Test
    void anOriginThatClosesWhileTheClientIsSlowLosesNothing() throws Exception {
        int length = 4 << 20;
        pair.start(NEVER);
        var sent = CompletableFuture.supplyAsync(() -> RandomBytes.send(pair.origin, 1, length));
        Awaitility.await().until(() -> !pair.clientChannel.isWritable());

        var received = RandomBytes.receive(pair.client);

        assertThat(received).isEqualTo(sent.get(10, TimeUnit.SECONDS));
        pair.client.close();
        assertThat(pair.ended()).isEqualTo(new Ended(new Counts(0, length), End.CLOSED));
    }

    @Test
    void fiftyMegabytesGoBothWaysWithinFixedMemory() throws Exception {
        int length = 50 << 20;
        var most = new AtomicLong();
        pair.start(NEVER);
        var watch = LOOP.scheduleAtFixedRate(
                () -> most.accumulateAndGet(pending(pair.clientChannel) + pending(pair.originChannel), Math::max),
                0,
                1,
                TimeUnit.MILLISECONDS);

        var up = CompletableFuture.supplyAsync(() -> RandomBytes.send(pair.client, 2, length));
        var down = CompletableFuture.supplyAsync(() -> RandomBytes.send(pair.origin, 3, length));
        var atOrigin = CompletableFuture.supplyAsync(() -> RandomBytes.receive(pair.origin));
        var atClient = RandomBytes.receive(pair.client);

        assertThat(atClient).isEqualTo(down.get(10, TimeUnit.SECONDS));
        assertThat(atOrigin.get(10, TimeUnit.SECONDS)).isEqualTo(up.get(10, TimeUnit.SECONDS));
        assertThat(pair.ended()).isEqualTo(new Ended(new Counts(length, length), End.CLOSED));
        watch.cancel(false);
        assertThat(most.get()).isPositive().isLessThan(512 << 10);
    }

    @Test
    void aResetOfTheOriginIsAResetForTheClient() throws Exception {
        pair.start(NEVER);
        say(pair.origin, "half of it");
        assertThat(pair.client.getInputStream().readNBytes(10)).hasSize(10);

        pair.origin.setSoLinger(true, 0);
        pair.origin.close();

        assertBrokenOff(pair.client);
        assertThat(pair.ended()).isEqualTo(new Ended(new Counts(0, 10), End.RESET));
    }

    @Test
    void aResetOfTheClientIsAResetForTheOrigin() throws Exception {
        pair.start(NEVER);

        pair.client.setSoLinger(true, 0);
        pair.client.close();

        assertBrokenOff(pair.origin);
        assertThat(pair.ended().how()).isEqualTo(End.RESET);
    }

    @Test
    void silenceOfBothEndsIt() throws Exception {
        pair.start(Duration.ofMillis(100));

        assertBrokenOff(pair.client);
        assertBrokenOff(pair.origin);
        assertThat(pair.ended().how()).isEqualTo(End.IDLE);
    }

    @Test
    void oneSideThatTalksIsNoSilence() throws Exception {
        pair.start(Duration.ofMillis(800));
        long begun = System.nanoTime();

        Awaitility.await().pollInterval(Duration.ofMillis(20)).until(() -> {
            say(pair.origin, ".");
            return System.nanoTime() - begun > TimeUnit.MILLISECONDS.toNanos(1600);
        });

        assertThat(pair.isEnded()).isFalse();
        assertThat(pair.ended().how()).isEqualTo(End.IDLE);
    }

    @Test
    void aCutEndsBothAtOnceFromAnyThread() throws Exception {
        var relay = pair.start(NEVER);

        relay.cut();
        relay.cut();

        assertBrokenOff(pair.client);
        assertBrokenOff(pair.origin);
        assertThat(pair.ended()).isEqualTo(new Ended(new Counts(0, 0), End.CUT));
    }

    @Test
    void aCutOfAFullTunnelLetsGoOfWhatWaits() throws Exception {
        var relay = pair.start(NEVER);
        var sending = CompletableFuture.supplyAsync(() -> RandomBytes.send(pair.origin, 1, 8 << 20));
        Awaitility.await().until(() -> !pair.clientChannel.isWritable());

        relay.cut();

        assertThat(pair.ended().how()).isEqualTo(End.CUT);
        assertThat(sending).failsWithin(Duration.ofSeconds(10));
    }

    @Test
    void channelsThatAreClosedAlreadyEndItAndReleaseWhatWaited() throws Exception {
        pair.clientChannel.close().sync();
        pair.originChannel.close().sync();

        pair.start(NEVER, bytes("never sent"));

        assertThat(pair.ended()).isEqualTo(new Ended(new Counts(0, 0), End.RESET));
    }

    private static ByteBuf bytes(String text) {
        return ByteBufAllocator.DEFAULT.buffer().writeBytes(text.getBytes(US_ASCII));
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(US_ASCII));
    }

    private static String allFrom(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }

    private static void assertBrokenOff(Socket socket) {
        assertThatThrownBy(() -> socket.getInputStream().read())
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
    }

    /** As a handler before the relay would: what it reads is thrown away. */
    private static void readToTheEnd(Channel channel) {
        Awaitility.await().until(() -> {
            channel.read();
            return ((DuplexChannel) channel).isInputShutdown();
        });
    }

    private static long pending(Channel channel) {
        var buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }
}
