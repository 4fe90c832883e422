package io.tollhouse.proxy.listen;

/**
 * A request that could be read in more than one way, or in none. Its reason never repeats what the client sent. It has no
 * stack trace: clients can cause it at will.
 */
final class MalformedRequest extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param reason what is wrong, as a sentence without its full stop */
    MalformedRequest(String reason) {
        super(reason, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
