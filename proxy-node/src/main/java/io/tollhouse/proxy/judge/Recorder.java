package io.tollhouse.proxy.judge;

import io.tollhouse.contract.audit.AuditEvent;
import java.util.concurrent.CompletionStage;

/** Where the records of requests go. Never blocks. */
public interface Recorder {

    /** Opens a stream of records. Each event loop opens one, when the node starts, and is the only one to use it. */
    Stream open();

    /** An ordered series of records. */
    interface Stream {

        /**
         * Has a record held at the configured level. The stage completes on any thread, and never exceptionally.
         *
         * @return true once the record is held; false when it could not be within the deadline
         */
        CompletionStage<Boolean> hold(AuditEvent event);

        /** Records what nobody waits for: refusals and outcomes. Kept within a bound, and counted when lost. */
        void note(AuditEvent event);
    }
}
