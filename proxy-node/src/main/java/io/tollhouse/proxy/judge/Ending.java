package io.tollhouse.proxy.judge;

import io.tollhouse.contract.decision.BuiltIn;
import org.jspecify.annotations.Nullable;

/**
 * How an admitted request ended.
 *
 * @param fromClient bytes that went to the destination
 * @param fromDestination bytes that went to the client
 * @param status of the response; 0 where there was none
 * @param error what went wrong, safe to record; null where nothing did
 * @param refusedBy the built-in rule that ended it after its admission; null where none did
 * @param protocol what was spoken: {@code http}, {@code tls}; null where it was not seen
 * @param serverName that TLS asked for, in canonical form; null where none was
 */
public record Ending(
        long fromClient,
        long fromDestination,
        int status,
        @Nullable String error,
        @Nullable BuiltIn refusedBy,
        @Nullable String protocol,
        @Nullable String serverName) {

    /** Nothing went wrong. */
    public static Ending well(long fromClient, long fromDestination, String protocol) {
        return new Ending(fromClient, fromDestination, 0, null, null, protocol, null);
    }

    /** Something did. */
    public static Ending badly(long fromClient, long fromDestination, @Nullable String protocol, String error) {
        return new Ending(fromClient, fromDestination, 0, error, null, protocol, null);
    }

    /** What was spoken after the admission is refused, before a byte of it went on. */
    public static Ending refused(BuiltIn rule, String reason, @Nullable String protocol, @Nullable String serverName) {
        return new Ending(0, 0, 0, reason, rule, protocol, serverName);
    }

    Moved moved() {
        return new Moved(fromClient, fromDestination);
    }

    /** The same, ended by something else than it says itself. */
    Ending failed(String why) {
        return new Ending(fromClient, fromDestination, status, why, null, protocol, serverName);
    }

    /** With the status of the response. */
    public Ending status(int code) {
        return new Ending(fromClient, fromDestination, code, error, refusedBy, protocol, serverName);
    }

    /** With the name that TLS asked for. */
    public Ending serverName(@Nullable String name) {
        return new Ending(fromClient, fromDestination, status, error, refusedBy, protocol, name);
    }
}
