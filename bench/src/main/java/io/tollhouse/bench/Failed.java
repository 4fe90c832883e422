package io.tollhouse.bench;

/** The fleet did not do what was to be measured. The message says what it did. */
final class Failed extends Exception {
    private static final long serialVersionUID = 1L;

    Failed(String message) {
        super(message);
    }
}
