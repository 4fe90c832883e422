package io.tollhouse.proxy.upstream;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import io.tollhouse.contract.address.IpAddress;
import io.tollhouse.proxy.upstream.Dialer.Dialled;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One call of {@link Dialer#dial}: its attempts, one at a time. Its state belongs to the event loop. */
final class Dialling {
    /** An address that is not the last one gets at least this long, while there is that much left. */
    private static final long LEAST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Bootstrap bootstrap;
    private final EventLoop loop;
    private final List<IpAddress> addresses;
    private final int port;
    private final ConnectMeters meters;
    private final Promise<Dialled> promise;
    private final long begun;
    private final long deadline;

    private int tried;
    private @Nullable Channel trying;

    Dialling(
            Bootstrap bootstrap,
            EventLoop loop,
            List<IpAddress> addresses,
            int port,
            Duration timeout,
            ConnectMeters meters) {
        this.bootstrap = bootstrap;
        this.loop = loop;
        this.addresses = addresses;
        this.port = port;
        this.meters = meters;
        this.promise = loop.newPromise();
        this.begun = loop.ticker().nanoTime();
        this.deadline = begun + timeout.toNanos();
    }

    Future<Dialled> begin() {
        promise.addListener(this::cancelled);
        if (loop.inEventLoop()) {
            next();
        } else {
            loop.execute(this::next);
        }
        return promise;
    }

    private void next() {
        if (promise.isDone()) {
            return;
        }
        var address = addresses.get(tried++);
        bootstrap.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millisForThis());
        var connecting = bootstrap.connect(new InetSocketAddress(address.toInetAddress(), port));
        trying = connecting.channel();
        connecting.addListener((ChannelFuture done) -> finished(done, address));
    }

    private int millisForThis() {
        long left = deadline - loop.ticker().nanoTime();
        long share = left / (addresses.size() - tried + 1);
        long nanos = Math.min(left, Math.max(share, LEAST_NANOS));
        return (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos));
    }

    private void finished(ChannelFuture connecting, IpAddress address) {
        long now = loop.ticker().nanoTime();
        if (connecting.isSuccess()) {
            meters.connected(now - begun);
            if (!promise.trySuccess(new Dialled(connecting.channel(), address))) {
                connecting.channel().close();
            }
        } else if (tried < addresses.size() && now < deadline) {
            next();
        } else if (!promise.isDone()) {
            var cause = connecting.cause();
            boolean byTime = cause instanceof ConnectTimeoutException;
            meters.failed(now - begun, byTime);
            promise.tryFailure(new Undialled(reason(cause), byTime, address));
        }
    }

    private static String reason(@Nullable Throwable cause) {
        if (cause instanceof ConnectTimeoutException) {
            return "the destination did not answer in time";
        }
        return cause instanceof ConnectException
                ? "the destination refused the connection"
                : "the destination cannot be reached";
    }

    private void cancelled(Future<? super Dialled> done) {
        var channel = trying;
        if (done.isCancelled() && channel != null) {
            channel.close();
        }
    }
}
