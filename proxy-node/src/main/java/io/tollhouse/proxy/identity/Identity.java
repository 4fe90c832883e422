package io.tollhouse.proxy.identity;

import org.jspecify.annotations.Nullable;

/** What a client proved of itself. */
public sealed interface Identity {

    /**
     * It is this agent.
     *
     * @param agent its name
     */
    record Verified(String agent) implements Identity {}

    /** It said nothing of itself. */
    record Missing() implements Identity {}

    /**
     * What it said is not so, or could not be read.
     *
     * @param claimedName the name it gave, for the record; null where no agent has that name
     */
    record Wrong(@Nullable String claimedName) implements Identity {}
}
