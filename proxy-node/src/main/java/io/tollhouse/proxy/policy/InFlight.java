package io.tollhouse.proxy.policy;

import io.tollhouse.process.health.Health;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Whether what is in flight was judged by what is in force now, and how many tunnels were cut then. Nobody hears before that it is in
 * force. For one thread only.
 */
final class InFlight {
    /** An event loop that hangs must not stop the node from reading on. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Supplier<CompletionStage<Long>> judging;
    private final Health.Part health;

    InFlight(Supplier<CompletionStage<Long>> judging, Health.Part health) {
        this.judging = judging;
        this.health = health;
    }

    /** Waits for it, but for a second at most. */
    OptionalLong awaitJudged() throws InterruptedException {
        try {
            judging.get().toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // told below
        }
        return judged();
    }

    /** Empty where it was not. To be asked again then. */
    OptionalLong judged() {
        var now = judging.get().toCompletableFuture();
        if (now.isDone() && !now.isCompletedExceptionally()) {
            health.fine();
            return OptionalLong.of(now.join());
        }
        health.degraded(
                "what is in flight is still being judged by what is in force now, which is not confirmed before: tunnels"
                        + " may be open that should be cut. Where this stays, an event loop hangs: restart this node");
        return OptionalLong.empty();
    }
}
