package io.tollhouse.consumer.reindex;

/** Why nothing can be indexed once more now, as a sentence. What was done is done, and may be asked for again. */
public final class ReindexUnavailable extends Exception {
    private final boolean busy;

    ReindexUnavailable(String sentence, boolean busy) {
        super(sentence, null, false, false);
        this.busy = busy;
    }

    public String reason() {
        return String.valueOf(getMessage());
    }

    /** Whether it is only that another one runs. */
    public boolean isBusy() {
        return busy;
    }
}
