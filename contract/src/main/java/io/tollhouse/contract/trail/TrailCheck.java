package io.tollhouse.contract.trail;

import io.tollhouse.contract.audit.AuditField;
import io.tollhouse.contract.audit.EventId;
import io.tollhouse.contract.trail.Finding.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Checks the records of a time, in about the order in which they were written: each stream against itself by its hashes, and all against
 * what nodes say of how far their streams have come. Not thread-safe.
 */
public final class TrailCheck {
    /** What may wait for records before it, of their bytes; in memory it is three times as much. */
    private static final long MAX_WAITING = 16L << 20;

    private final Consumer<Finding> found;
    private final Stored stored;
    private final BootRegister register;
    private final Map<String, StreamCheck> streams = new TreeMap<>();
    private final Map<String, BootCheck> boots = new HashMap<>();
    private final Map<String, Long> ends = new TreeMap<>();
    private long records;
    private long others;
    private long waiting;

    /**
     * Looks up records of a stream, also outside of the time that is checked: an admission has the time at which its request was judged, and so
     * may lie on the other side of a limit than those beside it.
     */
    @FunctionalInterface
    public interface Stored {
        /**
         * Gives those that are there, in any order.
         *
         * @param from the first that is looked for
         * @param to sequence of the last one
         */
        void find(EventId from, long to, Consumer<byte[]> each) throws IOException;
    }

    /** Of no records yet, where nothing is known beside the trail of those who wrote it. */
    public TrailCheck(Consumer<Finding> found, Stored stored) {
        this(found, stored, BootRegister.none());
    }

    /**
     * Of no records yet.
     *
     * @param found told of everything that is wrong, as it is found
     * @param register what is known beside the trail of those who wrote it
     */
    public TrailCheck(Consumer<Finding> found, Stored stored, BootRegister register) {
        this.found = found;
        this.stored = stored;
        this.register = register;
    }

    /**
     * Checks one, as it is stored.
     *
     * @throws IOException where others cannot be looked up
     */
    public void add(byte[] bytes) throws IOException {
        var read = StoredRecord.of(bytes);
        if (read.isEmpty()) {
            others++;
            return;
        }
        var record = read.get();
        records++;
        var stream = streams.computeIfAbsent(record.id().topicKey(), key -> new StreamCheck(key, found));
        long before = stream.bytes();
        stream.add(record);
        waiting += stream.bytes() - before;
        if (waiting > MAX_WAITING) {
            settle();
        }
        listen(record);
    }

    private void settle() throws IOException {
        for (var stream : streams.entrySet()) {
            fill(stream.getKey(), stream.getValue());
        }
        waiting = 0;
    }

    private void fill(String key, StreamCheck stream) throws IOException {
        while (stream.isWaiting()) {
            long from = stream.next();
            long to = stream.holeEnd();
            var first = id(key, from);
            if (from <= to && first.isPresent()) {
                stored.find(
                        first.get(),
                        to,
                        bytes -> StoredRecord.of(bytes)
                                .filter(record -> record.id().topicKey().equals(key))
                                .filter(record -> record.id().sequence() >= from
                                        && record.id().sequence() <= to)
                                .ifPresent(stream::add));
            }
            stream.skip();
        }
    }

    private static Optional<EventId> id(String key, long sequence) {
        var parts = key.split("/", -1);
        return EventId.parse(
                parts.length == 3 ? "%s-%s-%s-%012x".formatted(parts[0], parts[1], parts[2], sequence) : "");
    }

    private void listen(StoredRecord record) throws IOException {
        var boot = boots.computeIfAbsent(record.id().node() + "/" + record.id().boot(), key -> new BootCheck());
        if (isFirst(record)) {
            opened(boot, record);
        } else if (record.isAction("checkpoint") && !isTaken(boot, record)) {
            say(Kind.FORGED, record, "how far the streams of its node have come does not bear the node's signature");
        } else if (record.isAction("ended")) {
            ends.merge(record.text(AuditField.ABOUT_STREAM), record.number(AuditField.ABOUT_TO), Math::max);
        } else if (record.isAction("gap") && !record.isGapInPlace()) {
            var text = "the node says that records %d to %d are gone: %s"
                    .formatted(
                            record.number(AuditField.ABOUT_FROM),
                            record.number(AuditField.ABOUT_TO),
                            record.text(AuditField.EVENT_REASON));
            found.accept(new Finding(
                    Kind.GAP, record.text(AuditField.ABOUT_STREAM), record.number(AuditField.ABOUT_FROM), text));
        }
    }

    /** Only that one is believed to name the key of its boot. */
    private static boolean isFirst(StoredRecord record) {
        return record.isAction("open")
                && record.id().stream() == 0
                && record.id().sequence() == 0;
    }

    private void opened(BootCheck boot, StoredRecord open) {
        if (!boot.isOpened(open)) {
            say(Kind.FORGED, open, "the first record of a run of its node names no key");
        }
    }

    private boolean isTaken(BootCheck boot, StoredRecord checkpoint) throws IOException {
        var id = checkpoint.id();
        lookForKey(boot, id.node(), id.boot());
        return boot.isTaken(
                new BootCheck.Claim(id.node(), id.boot(), checkpoint.heads(), checkpoint.text(AuditField.SIGNATURE)));
    }

    /** The record that names the key may lie before what is looked at. */
    private void lookForKey(BootCheck boot, String node, String run) throws IOException {
        if (boot.wantsKey()) {
            var first = new EventId(node, run, 0, 0);
            stored.find(
                    first,
                    0,
                    bytes -> StoredRecord.of(bytes)
                            .filter(record -> record.id().equals(first) && isFirst(record))
                            .ifPresent(record -> opened(boot, record)));
            boot.believe(register.key(node + "/" + run));
        }
    }

    private void say(Kind kind, StoredRecord about, String text) {
        found.accept(new Finding(kind, about.id().topicKey(), about.id().sequence(), text));
    }

    /**
     * Nothing more comes.
     *
     * @throws IOException where a record cannot be looked up
     */
    public void end() throws IOException {
        settle();
        compareWithRegister();
        for (var boot : boots.entrySet()) {
            for (var head : boot.getValue().heads()) {
                var parts = boot.getKey().split("/", 2);
                var id = new EventId(parts[0], parts[1], head.stream(), head.sequence());
                reached(id, head.hash());
            }
        }
        for (var end : ends.entrySet()) {
            id(end.getKey(), end.getValue()).ifPresent(this::ended);
        }
    }

    /** A run is held against what was countersigned of it, and against how far it has come as that was said elsewhere. */
    private void compareWithRegister() throws IOException {
        for (var signed : register.heads()) {
            var run = signed.node() + "/" + signed.boot();
            var boot = boots.computeIfAbsent(run, key -> new BootCheck());
            lookForKey(boot, signed.node(), signed.boot());
            if (!boot.isTaken(new BootCheck.Claim(signed.node(), signed.boot(), signed.heads(), signed.signature()))) {
                var text =
                        "what stands on the checkpoint topic of how far this run has come does not bear its signature";
                found.accept(new Finding(Kind.FORGED, run + "/0000", 0, text));
            }
        }
        boots.forEach(this::attest);
    }

    private void attest(String run, BootCheck boot) {
        var first = boot.first();
        if (first == null) {
            return;
        }
        switch (register.standing(run, first.text(AuditField.KEY), first.at())) {
            case ANOTHER -> say(Kind.FORGED, first, "a distributor has countersigned another key for this run");
            case NONE -> say(Kind.FORGED, first, "no distributor has countersigned the key of this run");
            case COUNTERSIGNED, UNKNOWN -> {} // nothing to say
        }
    }

    /** Of streams that were seen only: another one may have ended before the time that is checked. */
    private void ended(EventId last) {
        var stream = streams.get(last.topicKey());
        if (stream != null && stream.next() <= last.sequence()) {
            cut(stream, last);
        } else if (stream != null && stream.next() > last.sequence() + 1) {
            var text = "the stream ended with record " + last.sequence() + ", which the node's next run says";
            found.accept(new Finding(Kind.INSERTED, last.topicKey(), last.sequence() + 1, text));
        }
    }

    private void cut(StreamCheck stream, EventId last) {
        var text = "the stream goes on to record %d, and from %d on nothing is there"
                .formatted(last.sequence(), stream.next());
        found.accept(new Finding(Kind.CUT, last.topicKey(), stream.next(), text));
    }

    private void reached(EventId id, String hash) throws IOException {
        var stream = streams.get(id.topicKey());
        var there = new ArrayList<String>();
        stored.find(id, id.sequence(), bytes -> StoredRecord.of(bytes).ifPresent(record -> there.add(record.hash())));
        if (!there.isEmpty()) {
            if (!there.contains(hash)) {
                var text = "its node has signed another hash for this record than it has";
                found.accept(new Finding(Kind.EDITED, id.topicKey(), id.sequence(), text));
            }
        } else if (stream == null || stream.next() <= id.sequence()) { // else it was said to be deleted
            if (stream == null) {
                var text = "its node has signed that the stream has come to record " + id.sequence()
                        + ", and nothing is there";
                found.accept(new Finding(Kind.MISSING, id.topicKey(), id.sequence(), text));
            } else {
                cut(stream, id);
            }
        }
    }

    /** Records that were checked. */
    public long records() {
        return records;
    }

    /** What is no record of ours: envelopes. */
    public long others() {
        return others;
    }

    /** Streams that they were of. */
    public int streams() {
        return streams.size();
    }
}
