package io.tollhouse.contract.policy;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What is spoken, by the first bytes and never by the port. */
public enum Protocol {
    /** HTTP in clear. */
    HTTP,
    /** TLS, whatever is inside. */
    TLS,
    /** Anything else in a tunnel. */
    TCP,
    /** A DNS question that the agent asks the node. */
    DNS;

    /** What a rule without {@code protocol} means: HTTP and TLS. */
    public static final Set<Protocol> WEB = Collections.unmodifiableSet(EnumSet.of(HTTP, TLS));

    /** As it is written in a policy. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
