package io.tollhouse.contract.policy;

import java.util.Locale;

/** Whether what is decided is done. */
public enum Mode {
    /** It is done. */
    ENFORCE,
    /** It is recorded and never changes a verdict. */
    REPORT;

    /** As it is written in a policy. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
