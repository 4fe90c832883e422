package io.tollhouse.distributor.publish;

/** A change that does not fit what is in force. It has no stack trace: it is expected. */
public abstract class NotPublished extends Exception {
    private static final long serialVersionUID = 1L;

    NotPublished(String sentence) {
        super(sentence, null, false, false);
    }

    /** Why, and what to do. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
