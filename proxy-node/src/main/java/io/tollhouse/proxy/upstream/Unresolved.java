package io.tollhouse.proxy.upstream;

/** A name without an address. Its message is safe to show. It has no stack trace: clients can cause it at will. */
public final class Unresolved extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean timeout;

    /** @param message why, without anything that a client chose */
    public Unresolved(String message, boolean timeout) {
        super(message, null, false, false);
        this.timeout = timeout;
    }

    /** Whether no name server answered in time. */
    public boolean isTimeout() {
        return timeout;
    }

    /** Why, without anything that a client chose. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
