package io.tollhouse.distributor.fleet;

import java.util.Locale;

/** Whether a node is there. */
public enum Presence {
    /** It spoke a short while ago. */
    LIVE,
    /** It has been silent for longer than a node may be. */
    LOST,
    /** It stopped cleanly. */
    LEFT;

    /** As the API writes it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
