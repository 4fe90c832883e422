package io.tollhouse.proxy.policy;

import io.tollhouse.contract.fleet.SignedManifest;
import io.tollhouse.process.kafka.Backoff;
import java.time.Duration;
import java.util.function.LongSupplier;

/** When to look again at a revision whose lists were not to be had. For one thread only. */
final class ListRetry {
    private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));
    private final LongSupplier nanoTime;
    private boolean lacking;
    private long dueAt;

    ListRetry(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** The same kind; what lacks its lists is noticed. */
    Kind<SignedManifest> watching(Kind<SignedManifest> kind) {
        return new Kind<>(kind.word(), kind.belief(), kind.revision(), signed -> {
            try {
                kind.offer().offer(signed);
            } catch (ListsMissing e) {
                notice();
                throw e;
            }
        });
    }

    private void notice() {
        if (!lacking) {
            lacking = true;
            dueAt = nanoTime.getAsLong() + backoff.next().toNanos();
        }
    }

    /** Revisions are decided on anew. */
    void begin() {
        lacking = false;
    }

    /** Whether one lacked its lists when they were last decided on. */
    boolean isLacking() {
        return lacking;
    }

    /** Whether one lacked its lists when they were last decided on, and it is time. */
    boolean isDue() {
        if (!lacking) {
            backoff.reset();
        }
        return lacking && nanoTime.getAsLong() - dueAt >= 0;
    }
}
