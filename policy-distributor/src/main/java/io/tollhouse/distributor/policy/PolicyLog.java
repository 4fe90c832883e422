package io.tollhouse.distributor.policy;

import io.tollhouse.contract.fleet.NotBelieved;
import io.tollhouse.contract.fleet.SignedManifest;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.contract.fleet.TrustedKeys;
import io.tollhouse.distributor.follow.Listener;
import io.tollhouse.process.health.Health;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears the policy topic and its history. Safe from any thread. */
public final class PolicyLog implements Listener {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyLog.class);
    private static final byte[] POLICY_KEY = Topic.POLICY_KEY.getBytes(StandardCharsets.UTF_8);

    private final TrustedKeys trusted;
    private final String fleet;
    private final Health.Part health;
    private final History history = new History();
    private Map<String, String> topicIds = Map.of();
    private @Nullable InForce inForce;

    /**
     * Knows nothing yet.
     *
     * @param fleet the id for which a manifest must have been made
     */
    public PolicyLog(TrustedKeys trusted, String fleet, Health health) {
        this.trusted = trusted;
        this.fleet = fleet;
        this.health = health.part("policy-topic");
    }

    @Override
    public synchronized void restart(Map<String, String> ids) {
        topicIds = Map.copyOf(ids);
        history.clear();
        inForce = null;
        health.fine();
    }

    @Override
    public synchronized void record(ConsumerRecord<byte[], byte[]> record, boolean fresh) {
        if (record.topic().equals(Topic.HISTORY.name())) {
            keep(record);
        } else if (record.value() != null && Arrays.equals(record.key(), POLICY_KEY)) {
            takeUp(record);
        }
        notifyAll();
    }

    /**
     * Waits until a revision, or a higher one, is in force and in the history. A commit is acknowledged a moment before its
     * records can be read, so the end of the topics says nothing about them.
     *
     * @return whether that was so within this time
     */
    public synchronized boolean await(long revision, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (revisionInForce() < revision
                || history.newest().map(Revision::revision).orElse(0L) < revision) {
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
            var signed = believe(record);
            var known = history.find(signed.manifest().revision());
            if (known.isPresent() && !known.get().revision().hash().equals(signed.hash())) {
                throw new NotBelieved("its revision " + signed.manifest().revision() + " was there before");
            }
            history.add(Revision.of(signed), record.offset());
        } catch (NotBelieved e) {
            LOG.warn("{}", passedOver(record, e));
        }
    }

    private void takeUp(ConsumerRecord<byte[], byte[]> record) {
        try {
            var signed = believe(record);
            requireRising(signed);
            inForce = new InForce(
                    Revision.of(signed),
                    signed.manifest().policy(),
                    topicId(),
                    record.offset(),
                    Instant.ofEpochMilli(record.timestamp()));
            health.fine();
        } catch (NotBelieved e) {
            health.degraded(passedOver(record, e) + "; publish again so that a believed one stands above it");
        }
    }

    private SignedManifest believe(ConsumerRecord<byte[], byte[]> record) throws NotBelieved {
        if (record.value() == null) {
            throw new NotBelieved("it is empty");
        }
        return SignedManifest.verify(record.value(), trusted, fleet);
    }

    /** As nodes judge it: the same revision once more changes nothing, another one must be higher. */
    private void requireRising(SignedManifest next) throws NotBelieved {
        long now = revisionInForce();
        long then = next.manifest().revision();
        boolean same = inForce != null && inForce.revision().hash().equals(next.hash());
        if (then <= now && !same) {
            throw new NotBelieved("its revision " + then + " does not rise above " + now);
        }
    }

    private static String passedOver(ConsumerRecord<byte[], byte[]> record, NotBelieved why) {
        return "the record at offset " + record.offset() + " of " + record.topic() + " is not believed: "
                + why.getMessage();
    }

    /** What nodes should enforce. */
    public synchronized Optional<InForce> inForce() {
        return Optional.ofNullable(inForce);
    }

    /** Kafka's id of the policy topic; empty before it was read. */
    public synchronized String topicId() {
        return topicIds.getOrDefault(Topic.POLICY.name(), "");
    }

    /** 0 for none. */
    public synchronized long revisionInForce() {
        return inForce == null ? 0 : inForce.revision().revision();
    }

    /** The highest revision of either topic; 0 for none. */
    public synchronized long highest() {
        return Math.max(
                revisionInForce(), history.newest().map(Revision::revision).orElse(0L));
    }

    /** The last one in the history, whose hash the next one names. */
    public synchronized Optional<Revision> last() {
        return history.newest();
    }

    /** Newest first. */
    public synchronized List<Revision> newest(int limit) {
        return history.newest(limit);
    }

    /** A revision of the history. */
    public synchronized Optional<Revision> find(long revision) {
        return history.find(revision).map(History.Entry::revision);
    }

    /** Where its record is on the history topic. */
    synchronized Optional<History.Entry> entry(long revision) {
        return history.find(revision);
    }

    /** The text of a record that was believed before. */
    String text(ConsumerRecord<byte[], byte[]> record) throws NotBelieved {
        return believe(record).manifest().policy();
    }
}
