package io.tollhouse.proxy.fleet;

import io.tollhouse.contract.fleet.NodeStatus;
import io.tollhouse.contract.fleet.NotBelieved;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.process.health.Health;
import io.tollhouse.process.kafka.Backoff;
import io.tollhouse.process.kafka.KafkaAccess;
import io.tollhouse.process.kafka.KafkaDesk;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Looks on the fleet topic for another node with this one's id. Of two the newer is not ready, and the older, which is named by it
 * and names it, goes on.
 */
public final class TwinWatch {
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration ID_CHECK = Duration.ofMinutes(1);

    private final String node;
    private final byte[] ownKeys;
    private final Twins twins;
    private final CompletableFuture<Long> begun;
    private final KafkaAccess access;
    private final KafkaDesk desk;
    private final Health.Part health;
    private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));
    private String topicId = "";
    private long next;

    /**
     * Which run this is.
     *
     * @param previous earlier runs of the same folder
     */
    public record Run(String node, String boot, Set<String> previous) {
        public Run {
            previous = Set.copyOf(previous);
        }
    }

    /**
     * From now on the node is not ready until {@link #run} has looked.
     *
     * @param begun when the first status of this run was appended; completed once it is
     */
    public TwinWatch(Run run, CompletableFuture<Long> begun, KafkaAccess access, KafkaDesk desk, Health health) {
        this.node = run.node();
        this.ownKeys = (node + "/").getBytes(StandardCharsets.UTF_8);
        this.twins = new Twins(run.node(), run.boot(), run.previous());
        this.begun = begun;
        this.access = access;
        this.desk = desk;
        this.health = health.part("twin");
        this.health.red("it looks whether another node runs under the id " + node);
    }

    /**
     * What a thread of its own does.
     *
     * @param patience how long the node may wait for Kafka before it is ready without having looked
     */
    public void run(Duration patience) throws InterruptedException {
        long from = awaitBegun(patience) - NodeStatus.LIVE_MILLIS;
        while (true) {
            try {
                follow(from);
            } catch (InterruptException e) {
                throw new InterruptedException();
            } catch (OffsetOutOfRangeException e) { // it was away for longer than the topic keeps what was said
                topicId = "";
            } catch (KafkaTrouble e) {
                unknown(e.reason());
            } catch (KafkaException e) {
                unknown("reading the fleet topic: " + KafkaTrouble.sentence(e));
            }
            Thread.sleep(backoff.next().toMillis());
        }
    }

    /** Where the status does not reach Kafka, the part {@code fleet} says why. */
    private long awaitBegun(Duration patience) throws InterruptedException {
        try {
            try {
                return begun.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                health.fine();
                return begun.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("nobody fails it", e);
        }
    }

    /** A twin that was seen stays. */
    private void unknown(String why) {
        if (twins.worst().isEmpty()) {
            health.degraded("whether another node runs under the id " + node + " is not known: " + why);
        }
    }

    private void follow(long from) throws KafkaTrouble, InterruptedException {
        var id = desk.describe(Topic.FLEET).id();
        try (var reader = StatusReader.open(access)) {
            if (id.equals(topicId)) {
                reader.at(next);
            } else {
                reader.from(from);
                topicId = id;
            }
            long checkedAt = System.nanoTime();
            while (id.equals(topicId)) {
                reader.next(INTERVAL).forEach(this::hear);
                next = reader.position();
                if (twins.isKnown()) {
                    backoff.reset();
                    tell();
                    Thread.sleep(INTERVAL.toMillis()); // so that a large fleet costs one fetch a second
                }
                if (System.nanoTime() - checkedAt > ID_CHECK.toNanos()) {
                    checkedAt = System.nanoTime();
                    id = desk.describe(Topic.FLEET).id();
                }
            }
        }
    }

    private void hear(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null || record.value() == null) {
            return;
        }
        boolean own = record.key().length > ownKeys.length
                && Arrays.equals(record.key(), 0, ownKeys.length, ownKeys, 0, ownKeys.length);
        if (own) {
            try {
                twins.heard(NodeStatus.read(record.value()), record.timestamp());
            } catch (NotBelieved e) {
                // whoever shows the fleet says so
            }
        }
    }

    private void tell() {
        var twin = twins.worst();
        if (twin.isEmpty()) {
            health.fine();
            return;
        }
        var other = twin.get().status();
        var sentence =
                "another node runs under the id " + node + " at " + other.address() + " (boot " + other.boot() + "). ";
        if (twin.get().older()) {
            health.red(sentence
                    + "It was there before, so this one is not ready until it has stopped; or give this one another"
                    + " node.id");
        } else {
            health.degraded(sentence + "It came later and is not ready; stop it, or give it another node.id");
        }
    }
}
