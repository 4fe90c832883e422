package io.tollhouse.consumer.delivery;

/** A request that failed as a whole. Its message is a sentence for people. It has no stack trace: it is expected. */
public final class IndexTrouble extends Exception {
    private final Kind kind;

    /** What can be done about it. */
    public enum Kind {
        /** Wait, and send the same again. */
        AWAY,
        /** It has too much to do: wait, and send less at once. */
        BUSY,
        /** Send less at once. */
        TOO_LARGE,
        /** Something in the request is refused; which part, is found by halving. */
        REFUSED
    }

    public IndexTrouble(Kind kind, String sentence) {
        super(sentence, null, false, false);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    public String reason() {
        return String.valueOf(getMessage());
    }
}
