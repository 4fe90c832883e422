package io.tollhouse.consumer.intake;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollhouse.consumer.delivery.Arrived;
import io.tollhouse.consumer.delivery.Backlog;
import io.tollhouse.consumer.delivery.OpenRecords;
import io.tollhouse.consumer.delivery.Witness;
import io.tollhouse.consumer.document.Source;
import io.tollhouse.contract.fleet.Right;
import io.tollhouse.contract.fleet.Right.Operation;
import io.tollhouse.contract.fleet.Rights;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.process.health.Health;
import io.tollhouse.process.kafka.Backoff;
import io.tollhouse.process.kafka.KafkaAccess;
import io.tollhouse.process.kafka.KafkaDesk;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Polls the audit topic into the backlog. When that is full it pauses its partitions and polls on, which keeps it in its
 * group for as long as Elasticsearch is away.
 */
public final class Intake {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final long COMMIT_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long DESCRIBE_NANOS = Duration.ofMinutes(1).toNanos();

    private static final Right READ = Right.on(Topic.AUDIT, Operation.READ);

    private final KafkaAccess access;
    private final Optional<String> id;
    private final KafkaDesk desk;
    private final Backlog backlog;
    private final Witness witness;
    private final Memory memory;
    private final Health.Part topicHealth;
    private final Health.Part groupHealth;
    private final Losses losses;
    private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));
    private @Nullable String readBefore;
    private volatile long lag;
    private volatile boolean hasFirst;

    /**
     * Takes nothing before {@link #run}.
     *
     * @param id which no other consumer of the group has, and this one has again after a restart; empty for none
     */
    public Intake(
            KafkaAccess access,
            Optional<String> id,
            KafkaDesk desk,
            Backlog backlog,
            Witness witness,
            Memory memory,
            Health health,
            MeterRegistry meters) {
        this.access = access;
        this.id = id;
        this.desk = desk;
        this.backlog = backlog;
        this.witness = witness;
        this.memory = memory;
        this.topicHealth = health.part("topic");
        this.groupHealth = health.part("group");
        this.losses = new Losses(health, meters);
        groupHealth.red("waits for its partitions of " + Topic.AUDIT.name());
        Gauge.builder("tollhouse.consumer.lag", this, intake -> intake.lag)
                .description("Records of this consumer's partitions that are not indexed yet")
                .register(meters);
    }

    /** Whether this consumer has partition 0, which one of a group has. */
    public boolean hasFirst() {
        return hasFirst;
    }

    /** What a thread of its own does until it is interrupted; then it commits what is done. */
    public void run() throws InterruptedException {
        while (true) {
            try {
                consume(desk.describe(Topic.AUDIT));
            } catch (InterruptException e) {
                throw new InterruptedException();
            } catch (KafkaTrouble e) {
                topicHealth.red(e.reason());
            } catch (OffsetOutOfRangeException e) {
                topicHealth.red("the topic has nothing where this one reads, " + e.offsetOutOfRangePartitions()
                        + "; it joins its group again and looks where to go on");
            } catch (FencedInstanceIdException e) {
                topicHealth.red("another consumer has joined the group as consumer.id '" + id.orElse("")
                        + "': give each its own");
            } catch (KafkaException e) {
                topicHealth.red("reading the audit topic: " + KafkaTrouble.sentence(READ, e));
            }
            Thread.sleep(backoff.next().toMillis());
        }
    }

    private void consume(KafkaDesk.Described topic) throws InterruptedException {
        var consumer = AuditConsumers.open(access, id);
        var beginning = new Beginning(topic.id(), readBefore, losses);
        var assignment = new Assignment(consumer, beginning, witness, memory, groupHealth);
        try {
            consumer.subscribe(List.of(Topic.AUDIT.name()), assignment);
            readBefore = topic.id();
            pollOn(topic.id(), consumer, assignment);
        } finally {
            try {
                close(consumer);
            } finally {
                assignment.end();
            }
        }
    }

    /** Its close takes the partitions away, which commits; that would not wait on a thread that is interrupted. */
    private void close(Consumer<byte[], byte[]> consumer) {
        hasFirst = false;
        boolean interrupted = Thread.interrupted();
        consumer.close(CloseOptions.timeout(AuditConsumers.CLOSE));
        groupHealth.red("has left the group " + Rights.AUDIT_GROUP);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns when the topic of that name is another one. */
    private void pollOn(String topicId, Consumer<byte[], byte[]> consumer, Assignment assignment)
            throws InterruptedException {
        long committedAt = System.nanoTime();
        long describedAt = committedAt - DESCRIBE_NANOS + COMMIT_NANOS; // it reads well for a second before that counts
        while (true) {
            for (var record : consumer.poll(POLL)) {
                take(topicId, record, assignment);
            }
            throttle(consumer, assignment.open());
            long now = System.nanoTime();
            if (now - committedAt > COMMIT_NANOS) {
                committedAt = now;
                assignment.commit();
                measure(consumer, assignment);
            }
            if (now - describedAt > DESCRIBE_NANOS) {
                describedAt = now;
                if (isAnother(topicId)) {
                    return;
                }
            }
        }
    }

    private void take(String topicId, ConsumerRecord<byte[], byte[]> record, Assignment assignment) {
        var progress = assignment.of(new TopicPartition(record.topic(), record.partition()));
        if (progress != null) {
            var source =
                    new Source(topicId, record.partition(), record.offset(), Instant.ofEpochMilli(record.timestamp()));
            backlog.add(new Arrived(source, record.key(), record.value(), progress.taken(record.offset())));
        }
    }

    private void throttle(Consumer<byte[], byte[]> consumer, OpenRecords open) {
        if (backlog.isFull() || open.isFull()) {
            consumer.pause(consumer.assignment());
        } else if (backlog.hasRoom() && open.hasRoom() && !consumer.paused().isEmpty()) {
            consumer.resume(consumer.paused());
        }
    }

    private void measure(Consumer<byte[], byte[]> consumer, Assignment assignment) {
        long unread = assignment.partitions().stream()
                .mapToLong(partition -> consumer.currentLag(partition).orElse(0))
                .sum();
        lag = unread + assignment.open().records();
        hasFirst = assignment.partitions().stream().anyMatch(partition -> partition.partition() == 0);
    }

    private boolean isAnother(String topicId) throws InterruptedException {
        try {
            var now = desk.describe(Topic.AUDIT);
            backoff.reset();
            topicHealth.fine();
            return !now.id().equals(topicId);
        } catch (KafkaTrouble e) {
            topicHealth.degraded(e.reason());
            return false;
        }
    }
}
