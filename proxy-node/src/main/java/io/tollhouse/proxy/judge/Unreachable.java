package io.tollhouse.proxy.judge;

import io.tollhouse.contract.address.Destination;
import io.tollhouse.proxy.upstream.Undialled;
import io.tollhouse.proxy.upstream.Unresolved;

/**
 * Why a destination that the policy allows could not be reached.
 *
 * @param timeout whether it did not answer in time, rather than answered in another way
 * @param reason a sentence that is safe to show
 */
record Unreachable(boolean timeout, String reason) {

    static Unreachable noAddress(Destination to) {
        return new Unreachable(false, to.host() + " has no address");
    }

    static Unreachable noAddress(Destination to, Throwable cause) {
        return cause instanceof Unresolved unresolved
                ? new Unreachable(unresolved.isTimeout(), to.host() + " has no address: " + unresolved.reason())
                : noAddress(to);
    }

    static Unreachable noConnection(Destination to, Throwable cause) {
        return cause instanceof Undialled undialled
                ? new Unreachable(undialled.isTimeout(), "no connection to " + to + ": " + undialled.reason())
                : new Unreachable(false, "no connection to " + to);
    }
}
