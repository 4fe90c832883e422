package io.tollhouse.proxy.upstream;

import io.tollhouse.contract.address.IpAddress;

/**
 * None of a destination's addresses took the connection. Its message is safe to show. It has no stack trace: clients can
 * cause it at will.
 */
public final class Undialled extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean timeout;
    private final transient IpAddress address;

    /**
     * What the last attempt ended in.
     *
     * @param message why, as the end of a sentence
     * @param address the one that was tried last
     */
    public Undialled(String message, boolean timeout, IpAddress address) {
        super(message, null, false, false);
        this.timeout = timeout;
        this.address = address;
    }

    /** Whether the last address did not answer in time; it refused, or could not be reached, where not. */
    public boolean isTimeout() {
        return timeout;
    }

    /** Why the last attempt failed, as the end of a sentence. */
    public String reason() {
        return String.valueOf(getMessage());
    }

    /** The address that was tried last. */
    public IpAddress address() {
        return address;
    }
}
