package io.tollhouse.distributor.boots;

import io.tollhouse.contract.fleet.BootKey;
import io.tollhouse.contract.fleet.BootManifest;
import io.tollhouse.contract.fleet.Right;
import io.tollhouse.contract.fleet.Right.Operation;
import io.tollhouse.contract.fleet.SignedBoot;
import io.tollhouse.contract.fleet.SigningKey;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.contract.fleet.TrustedKeys;
import io.tollhouse.process.health.Health;
import io.tollhouse.process.kafka.Backoff;
import io.tollhouse.process.kafka.KafkaAccess;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Countersigns the keys of runs, each once; two distributors may both do it, and the first one counts. */
public final class Countersigner {
    private static final Logger LOG = LoggerFactory.getLogger(Countersigner.class);
    private static final Right WRITE = Right.on(Topic.CHECKPOINT, Operation.WRITE);
    private static final Duration INTERVAL = Duration.ofMillis(500);
    private static final int BLOCK_MILLIS = 2_000;
    private static final int DELIVERY_MILLIS = 10_000;
    private static final int REQUEST_MILLIS = 5_000;
    private static final long BYTES = 1L << 20;

    private final BootKeys keys;
    private final SigningKey key;
    private final Supplier<TrustedKeys> trusted;
    private final KafkaAccess access;
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
            Health.Part health,
            Clock clock) {
        this.keys = keys;
        this.key = key;
        this.trusted = trusted;
        this.access = access;
        this.health = health;
        this.clock = clock;
    }

    /** What a thread of its own does. */
    public void run() throws InterruptedException {
        while (true) {
            var waiting = await();
            try (var producer = new KafkaProducer<byte[], byte[]>(access.writer("countersigner", properties()))) {
                for (var announced : waiting) {
                    countersign(producer, announced);
                }
                health.fine();
                backoff.reset();
            } catch (InterruptException e) {
                throw new InterruptedException();
            } catch (KafkaException e) {
                health.degraded("countersigning the keys of nodes: " + KafkaTrouble.sentence(WRITE, e));
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

    private static Map<String, Object> properties() {
        return Map.of(
                ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MILLIS,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_MILLIS,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS,
                ProducerConfig.LINGER_MS_CONFIG, 0,
                ProducerConfig.BUFFER_MEMORY_CONFIG, BYTES);
    }

    private void countersign(Producer<byte[], byte[]> producer, BootKey announced) throws InterruptedException {
        var signed = SignedBoot.sign(BootManifest.of(announced, clock.instant(), key.keyId()), key);
        var record = new ProducerRecord<>(
                Topic.CHECKPOINT.name(), 0, signed.recordKey().getBytes(StandardCharsets.UTF_8), signed.bytes());
        try {
            producer.send(record).get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException failed ? failed : new KafkaException(e.getCause());
        }
        written.add(announced);
        LOG.info("countersigned the key of run {} of node {}", announced.boot(), announced.node());
    }
}
