package io.tollhouse.local.data;

/** Why a fleet does not start, in a sentence for people that says what to do. */
public final class Refused extends Exception {
    public Refused(String message) {
        super(message);
    }
}
