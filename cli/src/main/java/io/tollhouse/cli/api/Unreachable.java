package io.tollhouse.cli.api;

/** No API is known, it does not answer, or what it needs does not. */
public final class Unreachable extends ApiException {
    Unreachable(String message) {
        super(message);
    }
}
