package io.tollhouse.contract.decision;

import java.util.Locale;

/** What happens to a request. */
public enum Verdict {
    /** It goes where it asks. */
    ALLOW,
    /** It goes to the rule's upstream. */
    ROUTE,
    /** Refused: 403. */
    DENY,
    /** Refused until somebody approves: 403. */
    ASK,
    /** Not in canonical form, so not judged: 400. */
    MALFORMED,
    /** Missing or wrong credentials: 407. */
    UNAUTHENTICATED,
    /** A limit or a budget is used up: 429. */
    LIMITED,
    /** No policy, or no place to record it: 503. */
    UNAVAILABLE;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** As it stands in records and metrics. */
    public String label() {
        return label;
    }

    /** Whether the request goes out. */
    public boolean letsThrough() {
        return this == ALLOW || this == ROUTE;
    }
}
