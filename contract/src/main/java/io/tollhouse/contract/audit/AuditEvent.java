package io.tollhouse.contract.audit;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one record says, before a stream has given it an id. Values that a client chose are cut to their limits here, so
 * that no later step has to think of size. Not thread-safe; filled and encoded by one event loop.
 */
public final class AuditEvent {
    /** The longest path, in characters: what an index takes as one keyword. */
    public static final int MAX_PATH = 1024;

    /** The longest text of any other field. With all fields full of characters that JSON escapes, a record fits 64 KiB. */
    public static final int MAX_TEXT = 256;

    /** How many addresses a record lists. */
    public static final int MAX_ADDRESSES = 64;

    /** How many aliases a record lists. Each is a host, so none is longer than {@link #MAX_TEXT}. */
    public static final int MAX_ALIASES = 16;

    /** How many streams a record tells of. */
    public static final int MAX_HEADS = 512;

    private final EnumMap<AuditField, Object> values = new EnumMap<>(AuditField.class);
    private final java.util.ArrayList<String> truncated = new java.util.ArrayList<>(0);

    private final Stage stage;

    private AuditEvent(Stage stage) {
        this.stage = stage;
        values.put(AuditField.STAGE, stage.label());
        values.put(AuditField.EVENT_TYPE, types(stage));
    }

    /**
     * Begins a record.
     *
     * @param at when it happened, to the millisecond
     * @param action what was asked for: {@code connect}, {@code http}, {@code dns}
     * @param requestId the same in all records of a request
     */
    public static AuditEvent of(Stage stage, Instant at, String action, String requestId) {
        var event = new AuditEvent(stage);
        event.values.put(AuditField.TIMESTAMP, at);
        event.values.put(AuditField.EVENT_ACTION, action);
        event.values.put(AuditField.HTTP_REQUEST_ID, requestId);
        return event;
    }

    /**
     * Begins a record of the stream {@link Stage#STREAM}.
     *
     * @param action what happened to a stream: {@code open}, {@code closed}, {@code ended} or {@code gap}
     */
    public static AuditEvent ofStream(Instant at, String action) {
        var event = new AuditEvent(Stage.STREAM);
        event.values.put(AuditField.TIMESTAMP, at);
        event.values.put(AuditField.EVENT_ACTION, action);
        return event;
    }

    /**
     * Of which records of which stream it is.
     *
     * @param stream as {@link EventId#topicKey} has it
     * @param to inclusive
     */
    public AuditEvent about(String stream, long from, long to, String why) {
        text(AuditField.ABOUT_STREAM, stream);
        number(AuditField.ABOUT_FROM, from);
        number(AuditField.ABOUT_TO, to);
        return text(AuditField.EVENT_REASON, why);
    }

    private static List<String> types(Stage stage) {
        return switch (stage) {
            case LOOKUP -> List.of("protocol", "info");
            case ADMISSION -> List.of("connection", "allowed", "start");
            case PROGRESS -> List.of("connection", "info");
            case OUTCOME -> List.of("connection", "end");
            case REFUSAL -> List.of("connection", "denied");
            case STREAM -> List.of("info");
        };
    }

    /** Which of a request's records it is. */
    public Stage stage() {
        return stage;
    }

    /** The decision: verdict, deciding rule and why, under which policy. */
    public AuditEvent decision(String verdict, String rule, String reason, String policy, long revision, String hash) {
        text(AuditField.VERDICT, verdict);
        text(AuditField.RULE_ID, rule);
        text(AuditField.EVENT_REASON, reason);
        text(AuditField.RULE_RULESET, policy);
        text(AuditField.RULE_VERSION, String.valueOf(revision));
        number(AuditField.REVISION, revision);
        return text(AuditField.HASH, hash);
    }

    /** {@code success}, {@code failure} or {@code unknown}. */
    public AuditEvent outcome(String outcome) {
        return text(AuditField.EVENT_OUTCOME, outcome);
    }

    /** Bytes that went each way so far; for an outcome, in all. */
    public AuditEvent bytes(long fromClient, long fromDestination) {
        number(AuditField.SOURCE_BYTES, fromClient);
        number(AuditField.DESTINATION_BYTES, fromDestination);
        return number(AuditField.NETWORK_BYTES, fromClient + fromDestination);
    }

    /** A text; null and empty leave the field out. Longer ones are cut, and the field is named as truncated. */
    public AuditEvent text(AuditField field, @Nullable String text) {
        if (text == null || text.isEmpty()) {
            return this;
        }
        int limit = field == AuditField.URL_PATH ? MAX_PATH : MAX_TEXT;
        values.put(field, text.length() > limit ? cut(field, text, limit) : text);
        return this;
    }

    private String cut(AuditField field, String text, int limit) {
        truncated.add(field.path());
        return text.substring(0, Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit);
    }

    public AuditEvent number(AuditField field, long number) {
        values.put(field, number);
        return this;
    }

    /** Addresses in text form, in dialling order; at most {@value #MAX_ADDRESSES}. */
    public AuditEvent addresses(List<String> addresses) {
        return list(AuditField.ADDRESSES, addresses, MAX_ADDRESSES);
    }

    /** Aliases in text form, in the order of the answer; at most {@value #MAX_ALIASES}. */
    public AuditEvent aliases(List<String> aliases) {
        return list(AuditField.ALIASES, aliases, MAX_ALIASES);
    }

    /** How far streams have come, each as {@link Head} writes it; at most {@value #MAX_HEADS}. */
    public AuditEvent heads(List<String> heads) {
        return list(AuditField.HEADS, heads, MAX_HEADS);
    }

    private AuditEvent list(AuditField field, List<String> texts, int limit) {
        if (texts.size() > limit) {
            truncated.add(field.path());
        }
        if (!texts.isEmpty()) {
            values.put(field, List.copyOf(texts.subList(0, Math.min(limit, texts.size()))));
        }
        return this;
    }

    /** What a field holds, for tests and logs; null when it is not set. */
    public @Nullable Object value(AuditField field) {
        return values.get(field);
    }

    List<String> truncated() {
        return truncated;
    }
}
