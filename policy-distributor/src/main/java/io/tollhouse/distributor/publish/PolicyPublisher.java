package io.tollhouse.distributor.publish;

import io.tollhouse.contract.fleet.MaximumPart;
import io.tollhouse.contract.policy.Policy;
import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.util.Optional;

/** Publishes one revision after the other. */
public final class PolicyPublisher {
    private final NextRevision next;
    private final FencedWriter writer;

    /** Publishes nothing by itself. */
    public PolicyPublisher(NextRevision next, FencedWriter writer) {
        this.next = next;
        this.writer = writer;
    }

    /**
     * Publishes a draft. Blocks until Kafka has committed it, or a limit of time.
     *
     * @throws InvalidDocument with every problem of the document
     * @throws NotPublished where another revision is in force than the draft's author saw, or nobody would believe it
     * @throws KafkaTrouble where Kafka does not take it; the sentence says what is known then
     */
    public Published publish(Draft draft) throws InvalidDocument, NotPublished, KafkaTrouble, InterruptedException {
        var alone = check(draft, Optional.empty()); // what is wrong in any case is said although Kafka is away
        return writer.write(() -> attempt(draft, alone));
    }

    private Policy check(Draft draft, Optional<MaximumPart> maximum) throws InvalidDocument {
        return PolicyCheck.check(
                draft.text(),
                draft.label(),
                draft.files(),
                maximum,
                next.signer().clock().instant());
    }

    private PolicyAttempt attempt(Draft draft, Policy alone) throws InvalidDocument, NotPublished {
        long current = next.log().revisionInForce();
        long base = draft.base().orElse(current);
        if (base != current) {
            throw new BaseMoved(base, current);
        }
        var maximum = next.log().maximum();
        var policy = maximum.isEmpty() ? alone : check(draft, maximum);
        return next.policy(draft, base, policy.warnings());
    }
}
