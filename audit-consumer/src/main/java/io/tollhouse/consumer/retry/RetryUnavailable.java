package io.tollhouse.consumer.retry;

/** Why dead letters cannot be tried again now, as a sentence. What was done is done, and may be asked for once more. */
public final class RetryUnavailable extends Exception {
    private final boolean busy;

    RetryUnavailable(String sentence, boolean busy) {
        super(sentence, null, false, false);
        this.busy = busy;
    }

    public String reason() {
        return String.valueOf(getMessage());
    }

    /** Whether it is only that another retry runs. */
    public boolean isBusy() {
        return busy;
    }
}
