package io.tollhouse.proxy.ledger;

import io.tollhouse.contract.audit.AuditEvent;
import io.tollhouse.contract.audit.AuditField;
import io.tollhouse.contract.audit.AuditStream;
import io.tollhouse.contract.audit.Stage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The files of one stream, as its writer sees them. Plain fields: one thread appends. Only the queue of segments and {@link #owes} are
 * for others.
 *
 * <p>An outcome that finds no file waits here. There are never more of these than requests that were admitted and recorded, and while a
 * file is missing none is.
 */
final class StreamLog {
    private final AuditStream encoder;
    private final SegmentHead begin;
    private final Spares spares;
    private final Budget budget;
    private final Lanes lanes;
    private final Entry.Checksum checksum;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(Entry.MAX + Entry.ALIGNMENT);
    private final Queue<Segment> segments = new ConcurrentLinkedQueue<>();
    private final Set<Long> open = new HashSet<>();
    private final Deque<AuditEvent> deferred = new ArrayDeque<>();
    private @Nullable Segment current;
    private @Nullable Segment next;
    private @Nullable Entry stuck;
    private long last = -1;
    private volatile boolean owes;

    StreamLog(AuditStream encoder, SegmentHead begin, Spares spares, Budget budget, Lanes lanes) {
        this.encoder = encoder;
        this.begin = begin;
        this.spares = spares;
        this.budget = budget;
        this.lanes = lanes;
        this.checksum = new Entry.Checksum(begin.boot(), begin.stream());
        spares.expectOneMore();
    }

    /**
     * Writes a record. An event that is not taken gets no sequence, so that its loss is no gap.
     *
     * @return false where it could not be; the outcome of what was admitted is taken in any case
     */
    boolean append(AuditEvent event, Stage stage) {
        long request = Entry.request(event.value(AuditField.HTTP_REQUEST_ID));
        return append(event, stage, request, stage == Stage.OUTCOME && open.remove(request));
    }

    /** Writes a record that must not be lost; where there is no file it waits for one. */
    void appendOwed(AuditEvent event, Stage stage) {
        append(event, stage, Entry.request(event.value(AuditField.HTTP_REQUEST_ID)), true);
    }

    private boolean append(AuditEvent event, Stage stage, long request, boolean owed) {
        int lane = lanes.of(event.value(AuditField.USER_NAME));
        if (budget.objection(stage == Stage.OUTCOME && !owed ? Stage.REFUSAL : stage, lane) != null) {
            return false;
        }
        boolean written = settle() && write(event, stage, request, lane);
        if (!written && owed) {
            deferred.add(event);
            owes = true;
        }
        return written || owed;
    }

    /** Writes what waits for a file; says whether nothing does any more. */
    boolean settle() {
        if (stuck != null && !put(stuck)) {
            return false;
        }
        stuck = null;
        for (var event = deferred.peek(); event != null; event = deferred.peek()) {
            if (!hasRoom()) {
                return false;
            }
            deferred.remove(); // once it has a sequence it is written, or stuck
            long request = Entry.request(event.value(AuditField.HTTP_REQUEST_ID));
            if (!write(event, event.stage(), request, lanes.of(event.value(AuditField.USER_NAME)))) {
                return false;
            }
        }
        owes = false;
        return true;
    }

    private boolean write(AuditEvent event, Stage stage, long request, int lane) {
        if (!hasRoom()) {
            return false;
        }
        var encoded = encoder.encode(event);
        var entry = new Entry(encoded.id().sequence(), request, lane, stage, encoded.bytes());
        if (stage == Stage.ADMISSION) {
            open.add(request);
        }
        budget.add(lane, entry.size());
        if (!put(entry)) {
            stuck = entry;
            owes = true;
            return stage != Stage.ADMISSION
                    && stage != Stage.LOOKUP; // it will be written, but nobody may wait for that
        }
        return true;
    }

    /** Whether any record can be written: once it is encoded it has its sequence, and must be. */
    private boolean hasRoom() {
        var now = usable();
        if (now != null && now.room() >= Entry.MAX) {
            return true;
        }
        if (next == null || next.isCondemned()) {
            next = spares.take();
        }
        return next != null;
    }

    private @Nullable Segment usable() {
        var now = current;
        return now == null || now.isCondemned() ? null : now;
    }

    private boolean put(Entry entry) {
        entry.encode(buffer, checksum);
        var into = usable();
        if (into != null && into.room() < entry.size()) {
            into = null;
        }
        for (into = into == null ? rotate(entry.sequence()) : into; into != null; into = rotate(entry.sequence())) {
            buffer.rewind();
            if (isWritten(into, entry)) {
                return true;
            }
        }
        return false;
    }

    private boolean isWritten(Segment into, Entry entry) {
        if (into.isCondemned()) {
            return false;
        }
        try {
            into.append(buffer, entry.sequence());
            last = entry.sequence();
            return true;
        } catch (IOException e) {
            into.condemn();
            return false;
        }
    }

    /** Goes on with the next segment; null where there is none. */
    private @Nullable Segment rotate(long first) {
        var follower = next == null || next.isCondemned() ? spares.take() : next;
        next = null;
        if (follower == null) {
            return null;
        }
        seal();
        current = follower;
        try {
            follower.begin(begin.at(first));
        } catch (IOException e) {
            follower.condemn();
        }
        segments.add(follower);
        return follower;
    }

    private void seal() {
        if (current != null) {
            current.seal();
        }
    }

    /**
     * The stream's first record.
     *
     * @param key of the boot; null where another stream says it
     */
    void opening(Instant at, @Nullable String key) {
        var open = AuditEvent.ofStream(at, "open").number(AuditField.PARTITION, begin.partition());
        appendOwed(open.text(AuditField.KEY, key), Stage.STREAM);
    }

    /** The stream's last record. What still waits for a file is lost. */
    void closing(Instant at) {
        appendOwed(AuditEvent.ofStream(at, "closed"), Stage.STREAM);
        close();
    }

    /** Nothing more is appended. */
    void close() {
        settle();
        seal();
    }

    /** Whose log it is, at its first record. */
    SegmentHead begin() {
        return begin;
    }

    /** The segment that has the last record; null before the first. */
    @Nullable
    Segment current() {
        return current;
    }

    /** The sequence of the last record. */
    long last() {
        return last;
    }

    /** Whether something waits for a file: then {@link #settle} is to be called from time to time. */
    boolean owes() {
        return owes;
    }

    /** How many outcomes wait for a file. */
    int waiting() {
        return deferred.size() + (stuck == null ? 0 : 1);
    }

    /** In order; for one reader, which takes them out. */
    Queue<Segment> segments() {
        return segments;
    }
}
