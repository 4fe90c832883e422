package io.tollhouse.distributor.boots;

import io.tollhouse.contract.fleet.BootKey;
import io.tollhouse.contract.fleet.NotBelieved;
import io.tollhouse.contract.fleet.SignedBoot;
import io.tollhouse.contract.fleet.SignedHeads;
import io.tollhouse.contract.fleet.TrustedKeys;
import io.tollhouse.distributor.follow.Listener;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears the checkpoint topic. Safe from any thread. */
public final class BootKeys implements Listener {
    private static final Logger LOG = LoggerFactory.getLogger(BootKeys.class);

    /** So many runs are known; of more, those that were heard first are forgotten. */
    private static final int MOST = 50_000;

    private final String fleet;
    private final Supplier<TrustedKeys> trusted;
    private final Map<String, BootKey> announced = bounded();
    private final Map<String, Heard> signed = bounded();
    private final Map<String, Heard> heads = bounded();
    private @Nullable Instant since;
    private boolean complete;

    /**
     * A record as it stands on the topic.
     *
     * @param appended by the broker's clock
     */
    public record Heard(byte[] value, Instant appended) {}

    /**
     * What is known.
     *
     * @param since when the first record was appended that the topic still has; null where it has none
     * @param records countersignatures, and the last heads of each run
     */
    public record All(@Nullable Instant since, List<Heard> records) {}

    /** @param trusted keys whose countersignatures count */
    public BootKeys(String fleet, Supplier<TrustedKeys> trusted) {
        this.fleet = fleet;
        this.trusted = trusted;
    }

    private static <T> Map<String, T> bounded() {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
                return size() > MOST;
            }
        };
    }

    @Override
    public synchronized void restart(Map<String, String> topicIds) {
        announced.clear();
        signed.clear();
        heads.clear();
        since = null;
        complete = false;
    }

    @Override
    public synchronized void record(ConsumerRecord<byte[], byte[]> record, boolean fresh) {
        var at = Instant.ofEpochMilli(record.timestamp());
        since = since == null ? at : since;
        var value = record.value();
        if (value == null) {
            return;
        }
        BootKey.read(value).filter(key -> key.fleet().equals(fleet)).ifPresent(this::announced);
        SignedHeads.read(value)
                .filter(said -> said.fleet().equals(fleet))
                .ifPresent(said -> heads.put(run(said.node(), said.boot()), new Heard(value, at)));
        try {
            var boot = SignedBoot.verify(value, trusted.get()).manifest();
            if (boot.fleet().equals(fleet)) {
                signed.putIfAbsent(run(boot.node(), boot.boot()), new Heard(value, at));
            }
        } catch (NotBelieved e) {
            LOG.trace("no countersignature: {}", e.getMessage());
        }
    }

    private void announced(BootKey key) {
        var first = announced.putIfAbsent(run(key.node(), key.boot()), key);
        if (first != null && !first.publicKey().equals(key.publicKey())) {
            LOG.warn(
                    "run {} of node {} is said to sign with two keys; the first one counts. Who else may write to the"
                            + " checkpoint topic?",
                    key.boot(),
                    key.node());
        }
    }

    @Override
    public synchronized void caughtUp() {
        complete = true;
    }

    private static String run(String node, String boot) {
        return node + "/" + boot;
    }

    /** Keys that nobody has countersigned yet; none before everything was heard. */
    synchronized List<BootKey> waiting() {
        var waiting = new ArrayList<BootKey>();
        if (complete) {
            announced.forEach((run, key) -> {
                if (!signed.containsKey(run)) {
                    waiting.add(key);
                }
            });
        }
        return waiting;
    }

    /** What whoever checks the trail needs of the topic. */
    public synchronized All all() {
        var all = new ArrayList<>(signed.values());
        all.addAll(heads.values());
        return new All(since, all);
    }
}
