package io.tollhouse.distributor.publish;

import io.tollhouse.contract.fleet.MaximumPart;
import io.tollhouse.contract.policy.Policy;
import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.contract.yaml.Problem;
import io.tollhouse.distributor.policy.ChunkCheck;
import io.tollhouse.distributor.policy.PublishedLists;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Publishes the policy in force once more, under another maximum or under none. */
public final class MaximumPublisher {
    private static final String POLICY = "policy in force";

    private final NextRevision next;
    private final FencedWriter writer;
    private final ChunkCheck chunks;
    private final PublishedLists lists;

    /** Publishes nothing by itself. */
    public MaximumPublisher(NextRevision next, FencedWriter writer, ChunkCheck chunks, MaximumReader bound) {
        this.next = next;
        this.writer = writer;
        this.chunks = chunks;
        this.lists = bound.lists();
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
        var bound = PolicyCheck.checkMaximum(draft.text(), draft.label(), draft.files(), now);
        var cut = CutLists.of(bound, draft.files());
        var part = new MaximumPart(
                new String(draft.text(), StandardCharsets.UTF_8),
                Map.of(),
                draft.author(),
                now.toString(),
                draft.why());
        return writer.write(() -> {
            var shipment = Shipment.of(cut, chunks.there(cut.places().keySet()));
            return attempt(draft.author(), draft.why(), new Change(Optional.of(part), bound, shipment));
        });
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
            return attempt(author, why, new Change(Optional.empty(), null, Shipment.unchanged(Map.of())));
        });
    }

    /**
     * What comes in the place of what bounds policies now.
     *
     * @param bound what is read of it; null for nothing
     * @param lists its list files
     */
    private record Change(
            Optional<MaximumPart> part, @Nullable Policy bound, Shipment lists) {
        List<Problem> warnings() {
            return bound == null ? List.of() : bound.warnings();
        }
    }

    private PolicyAttempt attempt(String author, String why, Change change)
            throws InvalidDocument, NotPublished, KafkaTrouble, InterruptedException {
        var inForce = next.again("the maximum stays as it was");
        var text = PolicyCheck.bytes(inForce.text());
        var files = lists.files(inForce.lists());
        PolicyCheck.check(
                text, POLICY, files, change.bound(), next.signer().clock().instant());
        var base = OptionalLong.of(inForce.revision().revision());
        var draft = new Draft(text, POLICY, Map.of(), base, author, why);
        return next.under(change.part(), change.lists(), draft, inForce, change.warnings());
    }
}
