package io.tollhouse.distributor.publish;

import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Signs what is in force once more, with the key that this distributor has now. */
public final class Resigner {
    private final NextRevision next;
    private final KillPublisher kills;
    private final FencedWriter writer;

    /** Publishes nothing by itself. */
    public Resigner(NextRevision next, KillPublisher kills, FencedWriter writer) {
        this.next = next;
        this.kills = kills;
        this.writer = writer;
    }

    /** The id of the key that it signs with. */
    public String keyId() {
        return next.signer().key().keyId();
    }

    /**
     * Publishes the text in force as a new revision, and what is laid over it as a new overlay, both or neither.
     *
     * @param force although nodes enforce kills that are not known here, which are lifted then
     * @throws InvalidDocument where it is too large for a record now
     * @throws NotPublished where nothing is in force, or nobody would believe it
     * @throws KafkaTrouble where Kafka does not take it; the sentence says what is known then
     */
    public Resigned resign(String author, boolean force)
            throws InvalidDocument, NotPublished, KafkaTrouble, InterruptedException {
        return writer.write(() -> attempt(author, force));
    }

    private Both attempt(String author, boolean force) throws InvalidDocument, NotPublished {
        var why = "signed again with key " + keyId();
        var inForce = next.again("nothing is signed again");
        long base = inForce.revision().revision();
        var warnings = next.requireKnownOverlay(force);
        var text = inForce.text().getBytes(StandardCharsets.UTF_8);
        var policy = next.policy(
                new Draft(text, "policy", Map.of(), OptionalLong.of(base), author, why),
                Shipment.unchanged(inForce.lists()),
                base,
                warnings);
        var overlay = next.log().overlay().isPresent() || !warnings.isEmpty()
                ? next.overlay(kills.kept(), author, why, warnings)
                : null;
        return new Both(policy, overlay);
    }

    /** A policy and what is laid over it. */
    private record Both(PolicyAttempt policy, @Nullable OverlayAttempt overlay) implements Change.Attempt<Resigned> {
        @Override
        public List<Fence.Entry> first() {
            return policy.first();
        }

        @Override
        public List<Fence.Entry> entries(List<Fence.Appended> first) {
            var entries = policy.entries(first);
            return overlay == null
                    ? entries
                    : Stream.concat(entries.stream(), overlay.entries(List.of()).stream())
                            .toList();
        }

        @Override
        public Optional<Resigned> found() {
            var laid = overlay == null ? Optional.<PublishedOverlay>empty() : overlay.found();
            return overlay == null || laid.isPresent()
                    ? policy.found().map(published -> new Resigned(published, laid))
                    : Optional.empty();
        }

        @Override
        public Resigned written(List<Fence.Appended> appended) throws InterruptedException {
            int first = PolicyAttempt.RECORDS;
            var published = policy.written(appended.subList(0, first));
            return new Resigned(
                    published,
                    overlay == null
                            ? Optional.empty()
                            : Optional.of(overlay.written(appended.subList(first, appended.size()))));
        }
    }
}
