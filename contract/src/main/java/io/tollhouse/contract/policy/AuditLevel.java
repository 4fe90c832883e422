package io.tollhouse.contract.policy;

import java.util.Locale;

/** What a record must have survived before the first byte goes out; later ones are stronger. */
public enum AuditLevel {
    /** The end of the node's process. */
    WRITTEN,
    /** The loss of power. */
    SYNCED,
    /** The loss of the node: Kafka has acknowledged it. */
    REPLICATED;

    /** As it is written in a policy. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
