package io.tollhouse.contract.trail;

import io.tollhouse.contract.trail.Finding.Kind;
import java.util.HexFormat;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The records of one stream: whether each follows on the one before. They may come in any order, within a bound. */
final class StreamCheck {
    private static final byte[] BEGINNING = new byte[32];

    private final String stream;
    private final Consumer<Finding> found;
    private final TreeMap<Long, StoredRecord> waiting = new TreeMap<>();
    private byte @Nullable [] last;
    private long first = -1;
    private long next;
    private long bytes;
    private boolean closed;

    StreamCheck(String stream, Consumer<Finding> found) {
        this.stream = stream;
        this.found = found;
    }

    void add(StoredRecord record) {
        if (record.sequence() != record.id().sequence()) {
            say(Kind.REORDERED, record, "it says that it is record " + record.sequence());
        }
        long sequence = record.id().sequence();
        if ((first >= 0 && sequence < next) || waiting.containsKey(sequence)) {
            if (sequence >= first) {
                say(Kind.INSERTED, record, "another record has its place");
            }
            return;
        }
        waiting.put(sequence, record);
        bytes += record.body().length;
        if (first >= 0 || sequence == 0) {
            takeInOrder();
        }
    }

    private void takeInOrder() {
        first = Math.max(first, 0);
        for (var record = waiting.remove(next); record != null; record = waiting.remove(next)) {
            take(record);
        }
    }

    private void take(StoredRecord record) {
        bytes -= record.body().length;
        if (closed) {
            say(Kind.INSERTED, record, "the stream was closed before it");
        }
        check(record);
        closed = record.isAction("closed");
        next = record.id().sequence() + 1;
        last = record.hash().isEmpty() ? null : parse(record.hash());
    }

    private void check(StoredRecord record) {
        if (!record.isClean()) {
            say(Kind.EDITED, record, "something stands behind its hash that no consumer puts there");
        }
        if (record.isGapInPlace()) {
            say(Kind.GAP, record, record.text(io.tollhouse.contract.audit.AuditField.EVENT_REASON));
            return;
        }
        var before = record.id().sequence() == 0 ? BEGINNING : last;
        if (before != null && !record.computed(before).equals(record.hash())) {
            say(Kind.EDITED, record, "its hash is not that of its bytes behind the record before it");
        }
    }

    private static byte @Nullable [] parse(String hash) {
        try {
            var parsed = HexFormat.of().parseHex(hash);
            return parsed.length == BEGINNING.length ? parsed : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private void say(Kind kind, StoredRecord about, String text) {
        found.accept(new Finding(kind, stream, about.id().sequence(), text));
    }

    boolean isWaiting() {
        return !waiting.isEmpty();
    }

    /** Up to where nothing has come of what waits; below {@link #next} where the stream begins earlier than what was seen. */
    long holeEnd() {
        return first < 0 ? -1 : waiting.firstKey() - 1;
    }

    /** Gives up on what does not come, and goes on behind it. The first record of a stream that begins earlier cannot be checked. */
    void skip() {
        if (waiting.isEmpty()) {
            return;
        }
        long from = waiting.firstKey();
        if (first >= 0 && from > next) {
            found.accept(new Finding(Kind.DELETED, stream, next, missing(next, from - 1)));
        }
        first = first < 0 ? from : first;
        next = from;
        last = null;
        takeInOrder();
    }

    private static String missing(long from, long to) {
        return from == to ? "record " + from + " is not there" : "records " + from + " to " + to + " are not there";
    }

    /** Bytes that wait for a record before them. */
    long bytes() {
        return bytes;
    }

    /** Where the next record would stand: everything before it was seen, or said to be missing. */
    long next() {
        return next;
    }
}
