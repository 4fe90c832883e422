package io.tollhouse.consumer.delivery;

import io.tollhouse.consumer.document.Source;
import io.tollhouse.contract.audit.EventId;

/** Sees every record of ours once it is indexed, in no order. Called from any thread. */
public interface Witness {
    /** A record is indexed, or kept as an envelope. */
    void indexed(Source source, EventId id);

    /** A partition comes to this consumer or leaves it; nothing of it is on its way. */
    void forget(int partition);
}
