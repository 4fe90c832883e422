package io.tollhouse.proxy.judge;

import io.tollhouse.contract.address.IpAddress;
import io.tollhouse.contract.policy.Route;
import io.tollhouse.proxy.upstream.Dialer.Dialled;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whoever carries a request's bytes. Called on the event loop, and within {@link RequestFlow#begin} too. */
public interface Carrier {

    /** Nothing of the request went out, and nothing will. The flow is over. */
    void refused(Refusal refusal);

    /**
     * A connection of an earlier request that would do for this one too.
     *
     * @param addresses that were judged for this one, in dialling order
     * @param route null where the request goes where it asked
     * @return null where one is to be dialled
     */
    default @Nullable Dialled kept(List<IpAddress> addresses, @Nullable Route route) {
        return null;
    }

    /**
     * Bytes may go out over this connection from now on. The carrier closes it, and says {@link RequestFlow#finish} once.
     *
     * @param route null where the request goes where it asked
     */
    void admitted(Dialled destination, @Nullable Route route);

    /** What went through so far, of what was admitted and runs. */
    Moved moved();

    /** What was admitted must end at once; the carrier closes both sides and says {@link RequestFlow#finish}. */
    void cut();

    /** What was not admitted yet is over, and gets no answer. */
    void stopped();
}
