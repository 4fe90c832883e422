package io.tollhouse.proxy.ledger;

import io.tollhouse.proxy.ledger.Acks.Sent;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one stream from its files to Kafka, in order. Used by the drain's thread. A segment is deleted when everything in it is
 * acknowledged, which is how the next run knows that it is.
 */
final class StreamDrain {
    private static final Logger LOG = LoggerFactory.getLogger(StreamDrain.class);

    private final Source source;
    private final OpenRequests open;
    private final Acks acks;
    private final Gaps gaps;
    private final Map<Long, Exception> rejected = new ConcurrentHashMap<>();
    private final Deque<Held> unread = new ArrayDeque<>();
    private final Deque<Held> read = new ArrayDeque<>();
    private @Nullable SegmentReader reader;
    private long expected;
    private long toldTo = -1;

    /**
     * What is drained.
     *
     * @param whose as its first segment has it
     * @param segments in order, to which the writer adds
     * @param release called where a segment is not needed any more, with the bytes that no record in it accounts for
     */
    record Source(SegmentHead whose, Queue<Segment> segments, Release release) {
        Entry.Checksum checksum() {
            return new Entry.Checksum(whose.boot(), whose.stream());
        }

        /** Takes a segment that was sent. */
        interface Release {
            void take(Segment segment, long unaccounted);
        }
    }

    /** Told of records that are gone. */
    interface Gaps {
        /**
         * Some are gone.
         *
         * @param to inclusive
         */
        void gone(SegmentHead whose, long from, long to);

        /** The end of a segment is not a whole record. */
        void torn(Segment segment);
    }

    /** Hands a record to the producer. */
    interface Producing {
        void send(StreamDrain drain, Sent sent);

        /** A record that Kafka does not take. */
        void reject(StreamDrain drain, Sent sent, Exception cause);
    }

    /** A segment, and what was read of it. */
    private static final class Held {
        private final Segment segment;
        private long lastSent = -1;
        private long bytes = SegmentHead.SIZE;

        private Held(Segment segment) {
            this.segment = segment;
        }
    }

    StreamDrain(Source source, OpenRequests open, Acks acks, Gaps gaps) {
        this.source = source;
        this.expected = source.whose().first();
        this.open = open;
        this.acks = acks;
        this.gaps = gaps;
    }

    /** Sends what there is, as long as no more than so many bytes are under way; says whether it sent anything. */
    boolean send(Producing producing, long share) throws IOException {
        if (acks.isFailed()) {
            again();
        }
        boolean any = false;
        while (acks.bytes() < share) {
            var entry = next();
            if (entry == null) {
                break;
            }
            any = true;
            send(producing, entry);
        }
        release();
        return any;
    }

    private void send(Producing producing, Entry entry) {
        open.saw(entry);
        var sent = new Sent(entry);
        acks.sent(sent);
        var cause = rejected.get(entry.sequence());
        if (cause == null) {
            producing.send(this, sent);
        } else {
            producing.reject(this, sent, cause);
        }
    }

    /** Everything that is not acknowledged is read and sent again. */
    void again() {
        acks.forget();
        expected = acks.last() + 1;
        reader = null;
        while (!read.isEmpty()) {
            unread.addFirst(new Held(read.removeLast().segment));
        }
    }

    private @Nullable Entry next() throws IOException {
        for (var from = reading(); from != null; from = reading()) {
            boolean isLast = from.segment().isSealed(); // looked at before what is in it
            var entry = from.next();
            if (entry == null) {
                if (!isLast) {
                    return null;
                }
                over(from);
            } else if (isNew(entry)) {
                return entry;
            }
        }
        return null;
    }

    private @Nullable SegmentReader reading() {
        for (var added = source.segments().poll();
                added != null;
                added = source.segments().poll()) {
            unread.add(new Held(added));
        }
        if (reader == null && !unread.isEmpty()) {
            var next = unread.remove();
            read.add(next);
            reader = new SegmentReader(next.segment, source.checksum());
        }
        return reader;
    }

    /** One that is not is there twice, because its first writing failed, or was acknowledged before. */
    private boolean isNew(Entry entry) {
        var in = read.getLast();
        in.bytes += entry.size();
        if (entry.sequence() < expected) {
            return false;
        }
        if (entry.sequence() > expected) {
            missing(expected, entry.sequence() - 1);
        }
        expected = entry.sequence() + 1;
        in.lastSent = entry.sequence();
        return true;
    }

    private void over(SegmentReader finished) {
        long last = finished.segment().last();
        if (last >= expected) {
            missing(expected, last);
            expected = last + 1;
        } else if (finished.isDamaged() && !finished.segment().isCondemned()) {
            gaps.torn(finished.segment());
        }
        reader = null;
    }

    private void missing(long from, long to) {
        if (to > toldTo) {
            gaps.gone(source.whose(), Math.max(from, toldTo + 1), to);
            toldTo = to;
        }
    }

    private void release() {
        while (!read.isEmpty() && isDone(read.getFirst())) {
            var done = read.removeFirst();
            boolean saved = saveOpen();
            source.release().take(done.segment, done.segment.end() - done.bytes);
            if (!saved && !saveOpen()) { // there is more room now
                LOG.error("the requests that are open cannot be written down; after a crash they have no outcome");
            }
        }
    }

    private boolean isDone(Held held) {
        boolean isBeingRead = reader != null && reader.segment() == held.segment;
        return !isBeingRead && held.lastSent <= acks.last();
    }

    private boolean saveOpen() {
        try {
            open.write();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** A record of it was refused for good; it is sent again from there on, without it. */
    void reject(Sent sent, Exception cause) {
        rejected.put(sent.entry().sequence(), cause);
    }

    /** Whether everything that was there is acknowledged and gone. */
    boolean isEmpty() {
        return unread.isEmpty() && read.isEmpty() && source.segments().isEmpty();
    }

    Source source() {
        return source;
    }

    Acks acks() {
        return acks;
    }

    OpenRequests open() {
        return open;
    }
}
