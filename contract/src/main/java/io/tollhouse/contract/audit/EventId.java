package io.tollhouse.contract.audit;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A record's id, which is its document's id: {@code <node>-<boot>-<stream>-<sequence>}.
 *
 * @param node {@code [a-z0-9][a-z0-9-]{0,31}}
 * @param boot 12 hex digits, new at each start of a node
 * @param stream 0 to 65535, one writer of a boot
 * @param sequence from 0, rising by one within a stream, below 2^48
 */
public record EventId(String node, String boot, int stream, long sequence) {
    private static final Pattern FORM =
            Pattern.compile("([a-z0-9][a-z0-9-]{0,31})-([0-9a-f]{12})-([0-9a-f]{4})-([0-9a-f]{12})");
    private static final Pattern NODE = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

    /** Whether a text may name a node. */
    public static boolean isNode(String text) {
        return NODE.matcher(text).matches();
    }

    /** Empty where the text has another form. */
    public static Optional<EventId> parse(String text) {
        var match = FORM.matcher(text);
        return match.matches()
                ? Optional.of(new EventId(
                        match.group(1),
                        match.group(2),
                        Integer.parseInt(match.group(3), 16),
                        Long.parseLong(match.group(4), 16)))
                : Optional.empty();
    }

    /** What the topic's record is keyed by: {@code node/boot/stream}. */
    public String topicKey() {
        return node + "/" + boot + "/" + Hex.of(stream, 4);
    }

    /** What all ids of its stream begin with. */
    String beginning() {
        return node + "-" + boot + "-" + Hex.of(stream, 4) + "-";
    }

    @Override
    public String toString() {
        return beginning() + Hex.of(sequence, 12);
    }
}
