package io.tollhouse.cli.api;

/** A flag or a variable names an API or a token in a way that cannot be right. */
public final class BadEndpoint extends ApiException {
    BadEndpoint(String message) {
        super(message);
    }
}
