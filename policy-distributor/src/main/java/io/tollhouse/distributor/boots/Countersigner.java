package io.tollhouse.distributor.boots;

import io.tollhouse.contract.fleet.BootKey;
import io.tollhouse.contract.fleet.BootManifest;
import io.tollhouse.contract.fleet.SignedBoot;
import io.tollhouse.contract.fleet.SigningKey;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.contract.fleet.TrustedKeys;
import io.tollhouse.process.health.Health;
import io.tollhouse.process.kafka.Backoff;
import io.tollhouse.process.kafka.KafkaAccess;
import io.tollhouse.process.kafka.KafkaDesk;
import io.tollhouse.process.kafka.KafkaTrouble;
import io.tollhouse.process.kafka.RecordWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Countersigns the keys of runs, each once; two distributors may both do it, and the first one counts. */
public final class Countersigner {
    private static final Logger LOG = LoggerFactory.getLogger(Countersigner.class);
    private static final Duration INTERVAL = Duration.ofMillis(500);

    private final BootKeys keys;
    private final SigningKey key;
    private final Supplier<TrustedKeys> trusted;
    private final KafkaAccess access;
    private final KafkaDesk desk;
    private final Health.Part health;
    private final Clock clock;
    private final Backoff backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30));

    /** Written, and perhaps not heard yet. */
    private final Set<BootKey> written = new HashSet<>();

    /** @param trusted while the key is not one of these, it countersigns nothing that would not be believed */
    public Countersigner(
            BootKeys keys,
            SigningKey key,
            Supplier<TrustedKeys> trusted,
            KafkaAccess access,
            KafkaDesk desk,
            Health.Part health,
            Clock clock) {
        this.keys = keys;
        this.key = key;
        this.trusted = trusted;
        this.access = access;
        this.desk = desk;
        this.health = health;
        this.clock = clock;
    }

    /** What a thread of its own does. */
    public void run() throws InterruptedException {
        while (true) {
            var waiting = await();
            try (var writer = RecordWriter.open(access, desk, Topic.CHECKPOINT, "countersigner")) {
                for (var announced : waiting) {
                    countersign(writer, announced);
                }
                health.fine();
                backoff.reset();
            } catch (KafkaTrouble e) {
                health.degraded("countersigning the keys of nodes: " + e.reason());
                Thread.sleep(backoff.next().toMillis());
            }
        }
    }

    private List<BootKey> await() throws InterruptedException {
        while (true) {
            var waiting = keys.waiting();
            written.retainAll(new HashSet<>(waiting));
            if (trusted.get().keys().containsKey(key.keyId()) && !written.containsAll(waiting)) {
                return waiting.stream()
                        .filter(announced -> !written.contains(announced))
                        .toList();
            }
            Thread.sleep(INTERVAL.toMillis());
        }
    }

    private void countersign(RecordWriter writer, BootKey announced) throws KafkaTrouble, InterruptedException {
        var signed = SignedBoot.sign(BootManifest.of(announced, clock.instant(), key.keyId()), key);
        writer.write(signed.recordKey(), signed.bytes());
        written.add(announced);
        LOG.info("countersigned the key of run {} of node {}", announced.boot(), announced.node());
    }
}
