package io.tollhouse.local;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Hears Ctrl-C, a termination and a hang-up. The first is told to {@link #await}; another one ends us at once, and our
 * children with us, unless it comes so soon that it is the same one: {@code timeout} sends each signal twice.
 *
 * <p>Shutdown hooks would hear the first only. The JDK's signal class is not its public API but in every JDK, so it is
 * reached by reflection.
 */
final class StopSignals {
    private static final int SIGNAL_BASE = 128;
    private static final long SAME_NANOS = Duration.ofSeconds(1).toNanos();

    private final CompletableFuture<Integer> first = new CompletableFuture<>();
    private long firstAt;

    private StopSignals() {}

    static StopSignals listen() {
        var signals = new StopSignals();
        signals.handle("HUP", 1);
        signals.handle("INT", 2);
        signals.handle("TERM", 15);
        return signals;
    }

    private void handle(String name, int number) {
        try {
            var signal = Class.forName("sun.misc.Signal");
            var handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler heard = (proxy, method, arguments) -> {
                heard(SIGNAL_BASE + number);
                return null;
            };
            signal.getMethod("handle", signal, handler)
                    .invoke(
                            null,
                            signal.getConstructor(String.class).newInstance(name),
                            Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, heard));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a JDK without sun.misc.Signal", e);
        }
    }

    private synchronized void heard(int code) {
        if (!first.isDone()) {
            firstAt = System.nanoTime();
            first.complete(code);
        } else if (System.nanoTime() - firstAt > SAME_NANOS) {
            Runtime.getRuntime().halt(code);
        }
    }

    /** Returns the exit code for the first signal, once there is one. */
    int await() throws InterruptedException {
        try {
            return first.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("is never completed with a failure", e);
        }
    }
}
