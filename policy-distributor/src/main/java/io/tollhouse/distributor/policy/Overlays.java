package io.tollhouse.distributor.policy;

import io.tollhouse.contract.fleet.NotBelieved;
import io.tollhouse.contract.fleet.SignedOverlay;
import java.time.Instant;
import java.util.Comparator;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** The overlays that one reading of the topics has told. For one thread at a time. */
final class Overlays {
    /** So many of the history are known by their hashes. */
    private static final int KEPT = 1_000;

    private final NavigableMap<Long, String> hashes = new TreeMap<>();
    private @Nullable SignedOverlay newest;
    private @Nullable PlacedOverlay placed;
    private @Nullable SignedOverlay held;

    /**
     * An overlay of the history.
     *
     * @throws NotBelieved where another one of that number was there before
     */
    void keep(SignedOverlay signed) throws NotBelieved {
        long revision = signed.manifest().revision();
        var known = hashes.get(revision);
        if (known != null && !known.equals(signed.hash())) {
            throw new NotBelieved("its revision " + revision + " was there before");
        }
        hashes.put(revision, signed.hash());
        if (hashes.size() > KEPT) {
            hashes.pollFirstEntry();
        }
        if (newest == null || revision > newest.manifest().revision()) {
            newest = signed;
        }
    }

    /**
     * An overlay of the policy topic, judged as nodes judge it: the same once more changes nothing, another one must be higher.
     *
     * @throws NotBelieved where it does not rise
     */
    void takeUp(SignedOverlay signed, ConsumerRecord<byte[], byte[]> record) throws NotBelieved {
        var next = new PlacedOverlay(signed, record.offset(), Instant.ofEpochMilli(record.timestamp()));
        boolean same = placed != null && placed.signed().hash().equals(signed.hash());
        if (placed != null && next.revision() <= placed.revision() && !same) {
            throw new NotBelieved("its revision " + next.revision() + " does not rise above " + placed.revision());
        }
        placed = next;
    }

    /** What the policy topic has. */
    Optional<PlacedOverlay> placed() {
        return Optional.ofNullable(placed);
    }

    /** The last one of the history, whose hash the next one names. */
    Optional<SignedOverlay> newest() {
        return Optional.ofNullable(newest);
    }

    /** An earlier reading had this one in force: nodes hold on to it, whatever has become of its topic or of its key. */
    void hold(Optional<SignedOverlay> earlier) {
        held = earlier.orElse(null);
    }

    /** What is in force: the newest there is, as nodes have it. */
    Optional<SignedOverlay> inForce() {
        return Stream.of(placed().map(PlacedOverlay::signed), newest(), Optional.ofNullable(held))
                .flatMap(Optional::stream)
                .max(Comparator.comparingLong(overlay -> overlay.manifest().revision()));
    }

    /** Whether nodes that start anew would not hear of what is in force. */
    boolean isNotOnTopic() {
        long onTopic = placed == null ? 0 : placed.revision();
        return inForce()
                .filter(overlay -> overlay.manifest().revision() > onTopic)
                .isPresent();
    }

    /** Whether both topics have this one, or a later one. */
    boolean isOnBothTopics(long revision) {
        return placed != null
                && placed.revision() >= revision
                && newest != null
                && newest.manifest().revision() >= revision;
    }

    /** Whether this very overlay is in the history. */
    boolean has(SignedOverlay signed) {
        return signed.hash().equals(hashes.get(signed.manifest().revision()));
    }
}
