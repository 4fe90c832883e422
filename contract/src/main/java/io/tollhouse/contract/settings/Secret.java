package io.tollhouse.contract.settings;

/** Text that is never printed: its {@link #toString} hides it, so that it cannot slip into a log line or an error. */
public final class Secret {
    private final String text;

    public Secret(String text) {
        this.text = text;
    }

    /** The text itself, for the one place that must use it. */
    public String reveal() {
        return text;
    }

    @Override
    public String toString() {
        return "(secret)";
    }
}
