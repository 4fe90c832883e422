package io.tollhouse.contract.policy;

import java.util.Locale;

/** What becomes of a TLS hello with an encrypted client hello, whose true name the node cannot see. */
public enum Ech {
    /** It goes on, judged by the name outside. */
    ALLOW,
    /** It is refused. */
    DENY;

    /** As it is written in a policy. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
