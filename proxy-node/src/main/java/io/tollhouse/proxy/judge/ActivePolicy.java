package io.tollhouse.proxy.judge;

import io.tollhouse.contract.decision.Matcher;
import org.jspecify.annotations.Nullable;

/** The policy in force. Asked on every request, from any event loop. */
public interface ActivePolicy {

    /** The matcher in force; null as long as the node never saw a valid policy, so that it refuses everything. */
    @Nullable
    Matcher current();
}
