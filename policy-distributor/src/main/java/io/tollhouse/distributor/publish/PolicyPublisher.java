package io.tollhouse.distributor.publish;

import io.tollhouse.contract.policy.Policy;
import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.distributor.policy.ChunkCheck;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Publishes one revision after the other. */
public final class PolicyPublisher {
    private final NextRevision next;
    private final FencedWriter writer;
    private final ChunkCheck chunks;
    private final MaximumReader bound;
    private final AtomicLong written = new AtomicLong();

    /**
     * Publishes nothing by itself.
     *
     * @param chunks says which need not be written again
     * @param bound reads what policies may not exceed
     */
    public PolicyPublisher(NextRevision next, FencedWriter writer, ChunkCheck chunks, MaximumReader bound) {
        this.next = next;
        this.writer = writer;
        this.chunks = chunks;
        this.bound = bound;
    }

    /**
     * Publishes a draft. Blocks until Kafka has committed it, or a limit of time.
     *
     * @throws InvalidDocument with every problem of the document
     * @throws NotPublished where another revision is in force than the draft's author saw, or nobody would believe it
     * @throws KafkaTrouble where Kafka does not take it; the sentence says what is known then
     */
    public Published publish(Draft draft) throws InvalidDocument, NotPublished, KafkaTrouble, InterruptedException {
        var alone = check(draft, null); // what is wrong in any case is said although Kafka is away
        var cut = CutLists.of(alone, draft.files());
        return writer.write(() -> attempt(draft, alone, cut));
    }

    /** Chunks of lists that it has written. */
    public long chunksWritten() {
        return written.get();
    }

    private Policy check(Draft draft, @Nullable Policy maximum) throws InvalidDocument {
        var now = next.signer().clock().instant();
        return PolicyCheck.check(draft.text(), draft.label(), draft.files(), maximum, now);
    }

    private Change.Attempt<Published> attempt(Draft draft, Policy alone, CutLists cut)
            throws InvalidDocument, NotPublished, KafkaTrouble, InterruptedException {
        long current = next.log().revisionInForce();
        long base = draft.base().orElse(current);
        if (base != current) {
            throw new BaseMoved(base, current);
        }
        var maximum = bound.read(next.log().maximum());
        var policy = maximum == null ? alone : check(draft, maximum);
        var shipment = Shipment.of(cut, chunks.there(cut.places().keySet()));
        return next.policy(draft, shipment, base, policy.warnings()).as(published -> {
            written.addAndGet(shipment.missing().size());
            return published;
        });
    }
}
