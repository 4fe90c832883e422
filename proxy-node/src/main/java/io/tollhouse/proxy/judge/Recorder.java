package io.tollhouse.proxy.judge;

import io.tollhouse.contract.audit.AuditEvent;
import io.tollhouse.contract.policy.AuditLevel;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Where the records of requests go. Never blocks. */
public interface Recorder {

    /**
     * Opens a stream of records. Each event loop opens one, when the node starts, and is the only one to use it.
     *
     * @param owner runs what it is given on the thread that uses the stream
     */
    Stream open(Executor owner);

    /** An ordered series of records. */
    interface Stream {

        /**
         * Has a record held at the configured level, or a higher one. The stage completes on any thread, and never exceptionally.
         *
         * @param atLeast the level that a rule asks for; null where none does
         * @return true once the record is held; false when it could not be within the deadline
         */
        CompletionStage<Boolean> hold(AuditEvent event, @Nullable AuditLevel atLeast);

        /**
         * Records what nobody waits for. The outcome of what was admitted is kept in any case; what else cannot be recorded is counted.
         *
         * @return false where it could not be
         */
        boolean note(AuditEvent event);
    }
}
