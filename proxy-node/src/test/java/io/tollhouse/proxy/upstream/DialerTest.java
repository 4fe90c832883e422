package io.tollhouse.proxy.upstream;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannelConfig;
import io.netty.util.concurrent.Future;
import io.tollhouse.contract.address.IpAddress;
import io.tollhouse.contract.address.MalformedHost;
import io.tollhouse.proxy.NoLeaks;
import io.tollhouse.proxy.upstream.Dialer.Dialled;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class DialerTest {
    private static final String HERE = "127.0.0.1";
    private static final String NOBODY_HERE = "127.0.0.2";
    private static final EventLoopGroup LOOPS = Transport.loops(1, "dialer-test");
    private static final EventLoop LOOP = LOOPS.next();

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Dialer dialer = new Dialer(Duration.ofSeconds(5), meters);
    private final Dialer hasty = new Dialer(Duration.ofMillis(200), meters);
    private final List<AutoCloseable> open = new ArrayList<>();
    private ServerSocket origin;

    @BeforeEach
    void listen() throws IOException {
        origin = new ServerSocket(0, 1, address(HERE).toInetAddress());
        open.add(origin);
    }

    @AfterEach
    void close() throws Exception {
        for (var each : open) {
            each.close();
        }
    }

    @AfterAll
    static void stop() {
        LOOPS.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void aRefusedAddressIsFollowedByTheNext() throws Exception {
        var dialled = dialled(dialer, NOBODY_HERE, HERE);

        assertThat(dialled.address()).isEqualTo(IpAddress.parse(HERE));
        assertThat(count("ok")).isEqualTo(1);
    }

    @Test
    void aConnectionReadsNothingByItselfAndMayBeHalfClosed() throws Exception {
        var channel = dialled(dialer, HERE).channel();

        assertThat(channel.config().isAutoRead()).isFalse();
        assertThat(channel.pipeline().names()).startsWith(Unattended.NAME).hasSize(2);
        assertThat((SocketChannelConfig) channel.config())
                .returns(true, config -> config.isTcpNoDelay())
                .returns(true, config -> config.isKeepAlive())
                .returns(true, config -> config.isAllowHalfClosure());
    }

    @Test
    void whatBreaksAConnectionThatNobodyTookIsSwallowed() throws Exception {
        var channel = dialled(dialer, HERE).channel();

        channel.pipeline().fireExceptionCaught(new IOException("reset"));

        Awaitility.await().until(() -> !channel.isOpen());
    }

    @Test
    void aMappedAddressIsDialledAsTheIpv4AddressItIs() throws Exception {
        var dialled = dialled(dialer, "::ffff:" + HERE);

        assertThat(dialled.address()).isEqualTo(IpAddress.parse("::ffff:" + HERE));
        assertThat(dialled.channel().remoteAddress()).isEqualTo(origin.getLocalSocketAddress());
    }

    @Test
    void whereAllRefuseTheLastOneIsNamed() throws Exception {
        var failure = failure(dial(dialer, "127.0.0.3", NOBODY_HERE));

        assertThat(failure.isTimeout()).isFalse();
        assertThat(failure.reason()).isEqualTo("the destination refused the connection");
        assertThat(failure.address()).isEqualTo(IpAddress.parse(NOBODY_HERE));
        assertThat(count("refused")).isEqualTo(1);
    }

    @Test
    void anAddressThatDoesNotAnswerIsATimeout() throws Exception {
        fillUp();

        var failure = failure(dial(hasty, HERE));

        assertThat(failure.isTimeout()).isTrue();
        assertThat(failure.reason()).isEqualTo("the destination did not answer in time");
        assertThat(count("timeout")).isEqualTo(1);
    }

    @Test
    void anAddressThatDoesNotAnswerLeavesTimeForTheNext() throws Exception {
        fillUp();
        var other =
                new ServerSocket(origin.getLocalPort(), 1, address(NOBODY_HERE).toInetAddress());
        open.add(other);
        long begun = System.nanoTime();

        var dialled = dialled(new Dialer(Duration.ofMillis(2400), meters), HERE, NOBODY_HERE);

        assertThat(dialled.address()).isEqualTo(IpAddress.parse(NOBODY_HERE));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(2400));
    }

    @Test
    void whatIsCancelledIsGivenUp() throws Exception {
        fillUp();
        var dialling = dial(dialer, HERE);

        dialling.cancel(false);

        assertThat(dialling.isCancelled()).isTrue();
        assertThatCode(() -> LOOP.submit(() -> {}).get(1, TimeUnit.SECONDS)).doesNotThrowAnyException();
        assertThat(count("ok") + count("refused") + count("timeout")).isZero();
    }

    /** With nobody to accept them, further connections stay unanswered. */
    private void fillUp() throws IOException {
        for (int i = 0; i < 4; i++) {
            var waiting = SocketChannel.open();
            waiting.configureBlocking(false);
            waiting.connect(origin.getLocalSocketAddress());
            open.add(waiting);
        }
        Awaitility.await().until(this::isFull);
    }

    private boolean isFull() throws IOException {
        try (var socket = new Socket()) {
            socket.connect(origin.getLocalSocketAddress(), 50);
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        }
    }

    private Dialled dialled(Dialer with, String... addresses) throws Exception {
        var dialled = requireNonNull(dial(with, addresses).get(10, TimeUnit.SECONDS));
        open.add(() -> dialled.channel().close().sync());
        return dialled;
    }

    private Future<Dialled> dial(Dialer with, String... addresses) {
        return with.dial(LOOP, Stream.of(addresses).map(DialerTest::address).toList(), origin.getLocalPort());
    }

    private static IpAddress address(String text) {
        try {
            return IpAddress.parse(text);
        } catch (MalformedHost e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static Undialled failure(Future<Dialled> dialling) {
        var failure = catchThrowableOfType(ExecutionException.class, () -> dialling.get(10, TimeUnit.SECONDS));
        return (Undialled) requireNonNull(failure.getCause());
    }

    private long count(String result) {
        return meters.get("tollhouse.upstream.connect")
                .tag("result", result)
                .timer()
                .count();
    }
}
