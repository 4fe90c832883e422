package io.tollhouse.proxy.ledger;

import io.tollhouse.contract.audit.AuditStream.Encoded;
import io.tollhouse.contract.audit.Stage;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A record that Kafka has not acknowledged.
 *
 * @param since {@link System#nanoTime} when it came
 * @param held told whether it was acknowledged in time; null where nobody waits
 */
record Pending(
        Encoded record, Stage stage, long since, @Nullable CompletableFuture<Boolean> held) {

    int size() {
        return record.bytes().length;
    }

    int stream() {
        return record.id().stream();
    }

    /** Whether nobody waits for it, or not any more. */
    boolean isAnswered() {
        return held == null || held.isDone();
    }

    /** Tells whoever waits; says whether that was news. */
    boolean answer(boolean inTime) {
        return held != null && held.complete(inTime);
    }
}
