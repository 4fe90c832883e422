package io.tollhouse.distributor.policy;

import io.tollhouse.contract.fleet.Manifest;
import io.tollhouse.contract.fleet.MaximumPart;
import io.tollhouse.contract.fleet.NotBelieved;
import io.tollhouse.contract.fleet.SignedManifest;
import io.tollhouse.contract.fleet.SignedOverlay;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.contract.fleet.TrustedKeys;
import io.tollhouse.distributor.follow.Listener;
import io.tollhouse.process.health.Health;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears the policy topic and its history: policies and what is laid over them. While they are read once more from their start, what was known stays, until all of it is
 * known anew. Safe from any thread.
 */
public final class PolicyLog implements Listener {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyLog.class);

    private final Supplier<TrustedKeys> trusted;
    private final String fleet;
    private final Health.Part health;
    private Told known = new Told(Map.of());
    private Told heard = known;
    private @Nullable String trouble;
    private @Nullable String overlayTrouble;

    /**
     * Knows nothing yet.
     *
     * @param trusted keys that are believed now; when they change, the topics must be read again
     * @param fleet the id for which a manifest must have been made
     */
    public PolicyLog(Supplier<TrustedKeys> trusted, String fleet, Health health) {
        this.trusted = trusted;
        this.fleet = fleet;
        this.health = health.part("policy-topic");
    }

    @Override
    public synchronized void restart(Map<String, String> ids) {
        heard = new Told(ids);
        trouble = null;
        overlayTrouble = null;
    }

    @Override
    public synchronized void caughtUp() {
        if (known != heard) {
            heard.overlays().hold(known.overlays().inForce());
            known = heard;
        }
        tell();
        notifyAll();
    }

    @Override
    public synchronized void record(ConsumerRecord<byte[], byte[]> record, boolean fresh) {
        boolean history = record.topic().equals(Topic.HISTORY.name());
        var key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        if (history && key.startsWith(Topic.OVERLAY_HISTORY)) {
            keepOverlay(record);
        } else if (history) {
            keep(record);
        } else if (key.equals(Topic.POLICY_KEY)) {
            takeUp(record);
        } else if (key.equals(Topic.OVERLAY_KEY)) {
            takeUpOverlay(record);
        }
        if (known == heard) {
            tell();
            notifyAll();
        }
    }

    private void tell() {
        var missing = known.overlays().isNotOnTopic()
                ? "the overlay in force is not on the policy topic as one that can be believed, so that nodes which start"
                        + " anew do not hear of its kills; order or lift a kill, which writes all of them there again"
                : null;
        var all = Stream.of(trouble, overlayTrouble, below(), missing)
                .filter(Objects::nonNull)
                .collect(Collectors.joining("; "));
        if (all.isEmpty()) {
            health.fine();
        } else {
            health.degraded(all);
        }
    }

    /** Of two topics that are written together neither can be behind, unless somebody else wrote there. */
    private @Nullable String below() {
        long newest = known.revisionInHistory();
        return known.revisionInForce() < newest
                ? "the policy topic has "
                        + (known.revisionInForce() == 0 ? "no revision" : "revision " + known.revisionInForce())
                        + ", and the history has " + newest + "; look at tollhouse policy get --revision " + newest
                        + ", apply it, or what you want, so that it stands above both, and find out who else can write there"
                : null;
    }

    /**
     * Waits until a revision, or a higher one, is in force and in the history. A commit is acknowledged a moment before its
     * records can be read, so the end of the topics says nothing about them.
     *
     * @return whether that was so within this time
     */
    public boolean await(long revision, Duration limit) throws InterruptedException {
        return await(() -> known.revisionInForce() >= revision && known.revisionInHistory() >= revision, limit);
    }

    /** The same for an overlay. */
    public boolean awaitOverlay(long revision, Duration limit) throws InterruptedException {
        return await(() -> known.overlays().isOnBothTopics(revision), limit);
    }

    private synchronized boolean await(BooleanSupplier wanted, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!wanted.getAsBoolean()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            wait(Math.max(1, left / 1_000_000));
        }
        return true;
    }

    private void keep(ConsumerRecord<byte[], byte[]> record) {
        try {
            heard.keep(believe(record), record.offset());
        } catch (NotBelieved e) {
            LOG.warn("{}", passedOver(record, e));
        }
    }

    private void takeUp(ConsumerRecord<byte[], byte[]> record) {
        try {
            heard.takeUp(believe(record), record);
            trouble = null;
        } catch (NotBelieved e) {
            trouble = passedOver(record, e) + "; publish again so that a believed one stands above it";
        }
    }

    private void keepOverlay(ConsumerRecord<byte[], byte[]> record) {
        try {
            heard.overlays().keep(believeOverlay(record));
        } catch (NotBelieved e) {
            LOG.warn("{}", passedOver(record, e));
        }
    }

    private void takeUpOverlay(ConsumerRecord<byte[], byte[]> record) {
        try {
            heard.overlays().takeUp(believeOverlay(record), record);
            overlayTrouble = null;
        } catch (NotBelieved e) {
            overlayTrouble = passedOver(record, e) + "; order or lift a kill so that a believed one stands above it";
        }
    }

    private SignedOverlay believeOverlay(ConsumerRecord<byte[], byte[]> record) throws NotBelieved {
        return SignedOverlay.verify(value(record), trusted.get(), fleet);
    }

    private SignedManifest believe(ConsumerRecord<byte[], byte[]> record) throws NotBelieved {
        return SignedManifest.verify(value(record), trusted.get(), fleet);
    }

    private static byte[] value(ConsumerRecord<byte[], byte[]> record) throws NotBelieved {
        if (record.value() == null) {
            throw new NotBelieved("it is empty");
        }
        return record.value();
    }

    private static String passedOver(ConsumerRecord<byte[], byte[]> record, NotBelieved why) {
        return "the record at offset " + record.offset() + " of " + record.topic() + " is not believed: "
                + why.getMessage();
    }

    /** What nodes should enforce. */
    public synchronized Optional<InForce> inForce() {
        return known.inForce();
    }

    /** What no policy may exceed, as the highest revision of either topic has it. */
    public synchronized Optional<MaximumPart> maximum() {
        return known.maximum();
    }

    /** Kafka's id of the policy topic; empty before it was read. */
    public synchronized String topicId() {
        return known.topicId();
    }

    /** 0 for none. */
    public synchronized long revisionInForce() {
        return known.revisionInForce();
    }

    /** The highest revision of either topic; 0 for none. */
    public synchronized long highest() {
        return Math.max(known.revisionInForce(), known.revisionInHistory());
    }

    /** The last one in the history, whose hash the next one names. */
    public synchronized Optional<Revision> last() {
        return known.history().newest();
    }

    /** What is laid over the policy: the newest there is, on either topic or before they were read again. */
    public synchronized Optional<SignedOverlay> overlay() {
        return known.overlays().inForce();
    }

    /** The overlay that the policy topic has. */
    public synchronized Optional<PlacedOverlay> placedOverlay() {
        return known.overlays().placed();
    }

    /** The last overlay of the history, whose hash the next one names. */
    public synchronized Optional<SignedOverlay> lastOverlay() {
        return known.overlays().newest();
    }

    /** Whether this very overlay is in the history. */
    public synchronized boolean has(SignedOverlay overlay) {
        return known.overlays().has(overlay);
    }

    /** Newest first. */
    public synchronized List<Revision> newest(int limit) {
        return known.history().newest(limit);
    }

    /** Where a believed manifest says that a chunk stands; empty where none names it. */
    public synchronized OptionalLong chunk(String hash) {
        return known.chunks().find(hash);
    }

    /** A revision of the history. */
    public synchronized Optional<Revision> find(long revision) {
        return entry(revision).map(History.Entry::revision);
    }

    /** Where its record is on the history topic. */
    synchronized Optional<History.Entry> entry(long revision) {
        return known.history().find(revision);
    }

    /** What a record says that was believed before. */
    Manifest manifest(ConsumerRecord<byte[], byte[]> record) throws NotBelieved {
        return believe(record).manifest();
    }
}
