package io.tollhouse.proxy.judge;

import io.netty.channel.Channel;
import io.tollhouse.contract.policy.Route;
import org.jspecify.annotations.Nullable;

/** Whoever carries a request's bytes. Called on the event loop, and within {@link RequestFlow#begin} too. */
public interface Carrier {

    /** Nothing of the request went out, and nothing will. The flow is over. */
    void refused(Refusal refusal);

    /**
     * Bytes may go out over this connection from now on. The carrier closes it, and says {@link RequestFlow#finish} once.
     *
     * @param route null where the request goes where it asked
     */
    void admitted(Channel destination, @Nullable Route route);

    /** What went through so far, of what was admitted and runs. */
    Moved moved();

    /** What was admitted must end at once; the carrier closes both sides and says {@link RequestFlow#finish}. */
    void cut();

    /** What was not admitted yet is over, and gets no answer. */
    void stopped();
}
