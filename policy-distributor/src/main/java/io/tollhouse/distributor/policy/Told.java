package io.tollhouse.distributor.policy;

import io.tollhouse.contract.fleet.MaximumPart;
import io.tollhouse.contract.fleet.NotBelieved;
import io.tollhouse.contract.fleet.SignedManifest;
import io.tollhouse.contract.fleet.Topic;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** What one reading of the topics from their start has told. For one thread at a time. */
final class Told {
    private final Map<String, String> topicIds;
    private final History history = new History();
    private final Overlays overlays = new Overlays();
    private final ChunkPlaces chunks = new ChunkPlaces();
    private @Nullable InForce inForce;
    private @Nullable MaximumPart maximum;
    private long maximumOf;

    Told(Map<String, String> topicIds) {
        this.topicIds = Map.copyOf(topicIds);
    }

    /** Kafka's id of the policy topic; empty before it was read. */
    String topicId() {
        return topicIds.getOrDefault(Topic.POLICY.name(), "");
    }

    History history() {
        return history;
    }

    Overlays overlays() {
        return overlays;
    }

    ChunkPlaces chunks() {
        return chunks;
    }

    Optional<InForce> inForce() {
        return Optional.ofNullable(inForce);
    }

    /** What the highest revision of either topic was published under. */
    Optional<MaximumPart> maximum() {
        return Optional.ofNullable(maximum);
    }

    private void hearMaximum(SignedManifest signed) {
        long revision = signed.manifest().revision();
        if (revision >= maximumOf) {
            maximumOf = revision;
            maximum = signed.manifest().maximum();
        }
    }

    /** 0 for none. */
    long revisionInForce() {
        return inForce == null ? 0 : inForce.revision().revision();
    }

    /** The highest of the history; 0 for none. */
    long revisionInHistory() {
        return history.newest().map(Revision::revision).orElse(0L);
    }

    /**
     * A revision of the history.
     *
     * @throws NotBelieved where another one of that number was there before
     */
    void keep(SignedManifest signed, long offset) throws NotBelieved {
        var known = history.find(signed.manifest().revision());
        if (known.isPresent() && !known.get().revision().hash().equals(signed.hash())) {
            throw new NotBelieved("its revision " + signed.manifest().revision() + " was there before");
        }
        history.add(Revision.of(signed), offset);
        hearMaximum(signed);
        chunks.add(signed.manifest());
    }

    /**
     * A revision of the policy topic, judged as nodes judge it: the same once more changes nothing, another one must be higher.
     *
     * @throws NotBelieved where it does not rise
     */
    void takeUp(SignedManifest signed, ConsumerRecord<byte[], byte[]> record) throws NotBelieved {
        long now = revisionInForce();
        long then = signed.manifest().revision();
        boolean same = inForce != null && inForce.revision().hash().equals(signed.hash());
        if (then <= now && !same) {
            throw new NotBelieved("its revision " + then + " does not rise above " + now);
        }
        hearMaximum(signed);
        chunks.add(signed.manifest());
        inForce = new InForce(
                Revision.of(signed),
                signed.manifest().policy(),
                signed.manifest().lists(),
                signed.manifest().maximum(),
                topicId(),
                record.offset(),
                Instant.ofEpochMilli(record.timestamp()));
    }
}
