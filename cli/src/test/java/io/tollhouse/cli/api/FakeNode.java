package io.tollhouse.cli.api;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A node, and how it takes what is published.
 *
 * @param atPoll the question about confirmations from which on it has confirmed, from 1; 0 = never
 * @param afterMillis when it confirmed, after the record
 * @param more members of its status, over the usual ones
 */
public record FakeNode(
        String node,
        String presence,
        int atPoll,
        long afterMillis,
        @Nullable String error,
        Map<String, Object> more) {
    /** Nothing unusual. */
    private FakeNode(String node, String presence, int atPoll, long afterMillis, @Nullable String error) {
        this(node, presence, atPoll, afterMillis, error, Map.of());
    }

    /** Confirms at once. */
    public static FakeNode prompt(String node, long afterMillis) {
        return late(node, 1, afterMillis);
    }

    /** Has confirmed when it is asked for the nth time. */
    public static FakeNode late(String node, int atPoll, long afterMillis) {
        return new FakeNode(node, "live", atPoll, afterMillis, null);
    }

    /** Never confirms. */
    public static FakeNode silent(String node, String presence) {
        return new FakeNode(node, presence, 0, 0, null);
    }

    /** Says why it does not enforce it. */
    public static FakeNode refusing(String node, String error) {
        return new FakeNode(node, "live", 0, 0, error);
    }

    /** The same with that member in its status. */
    public FakeNode with(String member, Object value) {
        var all = new TreeMap<>(more);
        all.put(member, value);
        return new FakeNode(node, presence, atPoll, afterMillis, error, all);
    }

    String boot() {
        return "%012x".formatted(node.hashCode() & 0xffffffffL);
    }

    boolean confirmsAt(int poll) {
        return atPoll > 0 && poll >= atPoll;
    }
}
