package io.tollhouse.contract.audit;

import java.util.Locale;

/** When in a request's life a record was written. */
public enum Stage {
    /** Before a DNS question leaves the node. */
    LOOKUP,
    /** Before the first byte that the client chose leaves the node. */
    ADMISSION,
    /** While a long tunnel runs. */
    PROGRESS,
    /** When an admitted request is over. */
    OUTCOME,
    /** A request that was refused: its only record. */
    REFUSAL;

    /** As records and metrics show it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
