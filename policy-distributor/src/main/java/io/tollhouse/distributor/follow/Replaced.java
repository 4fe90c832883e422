package io.tollhouse.distributor.follow;

/** A topic is another one than was read before: it was deleted and made again, or cut. It has no stack trace. */
final class Replaced extends Exception {
    private static final long serialVersionUID = 1L;

    Replaced() {
        super("a topic was replaced; it is read again from its start", null, false, false);
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
