package io.tollhouse.distributor.publish;

import io.tollhouse.contract.fleet.MaximumPart;
import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.contract.yaml.Problem;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Publishes the policy in force once more, under another maximum or under none. */
public final class MaximumPublisher {
    private static final String POLICY = "policy in force";

    private final NextRevision next;
    private final FencedWriter writer;

    /** Publishes nothing by itself. */
    public MaximumPublisher(NextRevision next, FencedWriter writer) {
        this.next = next;
        this.writer = writer;
    }

    /**
     * Puts a maximum in force. Blocks until Kafka has committed it, or a limit of time.
     *
     * @param draft whose base counts for nothing
     * @throws InvalidDocument with every problem of the document, or with what of the policy in force exceeds it
     * @throws NotPublished where no policy is in force, or nobody would believe it
     * @throws KafkaTrouble where Kafka does not take it; the sentence says what is known then
     */
    public Published publish(Draft draft) throws InvalidDocument, NotPublished, KafkaTrouble, InterruptedException {
        var now = next.signer().clock().instant();
        var checked = PolicyCheck.checkMaximum(draft.text(), draft.label(), draft.files(), now);
        var part = new MaximumPart(
                new String(draft.text(), StandardCharsets.UTF_8),
                Map.of(),
                draft.author(),
                now.toString(),
                draft.why());
        return writer.write(() -> attempt(draft.author(), draft.why(), Optional.of(part), checked.warnings()));
    }

    /**
     * Takes the maximum away.
     *
     * @throws InvalidDocument where the policy in force does not hold by itself any more
     * @throws NotPublished where there is none, or nobody would believe it
     * @throws KafkaTrouble where Kafka does not take it; the sentence says what is known then
     */
    public Published remove(String author, String why)
            throws InvalidDocument, NotPublished, KafkaTrouble, InterruptedException {
        return writer.write(() -> {
            if (next.log().maximum().isEmpty()) {
                throw new NoMaximum();
            }
            return attempt(author, why, Optional.empty(), List.of());
        });
    }

    private PolicyAttempt attempt(String author, String why, Optional<MaximumPart> maximum, List<Problem> warnings)
            throws InvalidDocument, NotPublished {
        var inForce = next.again("the maximum stays as it was");
        var text = PolicyCheck.bytes(inForce.text());
        PolicyCheck.check(text, POLICY, Map.of(), maximum, next.signer().clock().instant());
        long base = inForce.revision().revision();
        var draft = new Draft(text, POLICY, Map.of(), OptionalLong.of(base), author, why);
        return next.policy(draft, base, maximum, warnings);
    }
}
