package io.tollhouse.contract.policy;

import java.util.Locale;

/** What a rule does with a request that it matches. */
public enum Action {
    /** The request goes where it asks. */
    ALLOW,
    /** The request is refused, whatever other rules say. */
    DENY,
    /** The request is refused until somebody approves it; with the approval it goes where it asks. */
    ASK,
    /** The request goes to the rule's upstream instead. */
    ROUTE;

    /** As it is written in a policy. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
