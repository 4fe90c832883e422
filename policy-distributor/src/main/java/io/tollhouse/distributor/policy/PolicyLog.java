package io.tollhouse.distributor.policy;

import io.tollhouse.contract.fleet.NotBelieved;
import io.tollhouse.contract.fleet.SignedManifest;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.contract.fleet.TrustedKeys;
import io.tollhouse.distributor.follow.Listener;
import io.tollhouse.process.health.Health;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears the policy topic and its history. While they are read once more from their start, what was known stays, until all of it is
 * known anew. Safe from any thread.
 */
public final class PolicyLog implements Listener {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyLog.class);
    private static final byte[] POLICY_KEY = Topic.POLICY_KEY.getBytes(StandardCharsets.UTF_8);

    private final Supplier<TrustedKeys> trusted;
    private final String fleet;
    private final Health.Part health;
    private Told known = new Told(Map.of());
    private Told heard = known;
    private @Nullable String trouble;

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
    }

    @Override
    public synchronized void caughtUp() {
        known = heard;
        tell();
        notifyAll();
    }

    @Override
    public synchronized void record(ConsumerRecord<byte[], byte[]> record, boolean fresh) {
        if (record.topic().equals(Topic.HISTORY.name())) {
            keep(record);
        } else if (record.value() != null && Arrays.equals(record.key(), POLICY_KEY)) {
            takeUp(record);
        }
        if (known == heard) {
            tell();
            notifyAll();
        }
    }

    private void tell() {
        if (trouble == null) {
            health.fine();
        } else {
            health.degraded(trouble);
        }
    }

    /**
     * Waits until a revision, or a higher one, is in force and in the history. A commit is acknowledged a moment before its
     * records can be read, so the end of the topics says nothing about them.
     *
     * @return whether that was so within this time
     */
    public synchronized boolean await(long revision, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (known.revisionInForce() < revision || known.revisionInHistory() < revision) {
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

    private SignedManifest believe(ConsumerRecord<byte[], byte[]> record) throws NotBelieved {
        if (record.value() == null) {
            throw new NotBelieved("it is empty");
        }
        return SignedManifest.verify(record.value(), trusted.get(), fleet);
    }

    private static String passedOver(ConsumerRecord<byte[], byte[]> record, NotBelieved why) {
        return "the record at offset " + record.offset() + " of " + record.topic() + " is not believed: "
                + why.getMessage();
    }

    /** What nodes should enforce. */
    public synchronized Optional<InForce> inForce() {
        return known.inForce();
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

    /** Newest first. */
    public synchronized List<Revision> newest(int limit) {
        return known.history().newest(limit);
    }

    /** A revision of the history. */
    public synchronized Optional<Revision> find(long revision) {
        return entry(revision).map(History.Entry::revision);
    }

    /** Where its record is on the history topic. */
    synchronized Optional<History.Entry> entry(long revision) {
        return known.history().find(revision);
    }

    /** The text of a record that was believed before. */
    String text(ConsumerRecord<byte[], byte[]> record) throws NotBelieved {
        return believe(record).manifest().policy();
    }
}
