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
 * @param spoken what was seen of what is spoken
 */
public record Ending(
        long fromClient,
        long fromDestination,
        int status,
        @Nullable String error,
        @Nullable BuiltIn refusedBy,
        Spoken spoken) {

    /** Nothing went wrong. */
    public static Ending well(long fromClient, long fromDestination, Spoken spoken) {
        return new Ending(fromClient, fromDestination, 0, null, null, spoken);
    }

    /** Something did. */
    public static Ending badly(long fromClient, long fromDestination, Spoken spoken, String error) {
        return new Ending(fromClient, fromDestination, 0, error, null, spoken);
    }

    /** What was spoken after the admission is refused, before a byte of it went on. */
    public static Ending refused(BuiltIn rule, String reason, Spoken spoken) {
        return new Ending(0, 0, 0, reason, rule, spoken);
    }

    Moved moved() {
        return new Moved(fromClient, fromDestination);
    }

    /** The same, ended by something else than it says itself. */
    Ending failed(String why) {
        return new Ending(fromClient, fromDestination, status, why, null, spoken);
    }

    /** With the status of the response. */
    public Ending status(int code) {
        return new Ending(fromClient, fromDestination, code, error, refusedBy, spoken);
    }
}
