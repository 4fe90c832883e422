package io.tollhouse.cli.api;

/** Why the API gave no answer that one could use. The message is for people, and says what to do. */
public abstract sealed class ApiException extends Exception permits BadEndpoint, Refused, Unreachable {
    ApiException(String message) {
        super(message);
    }
}
