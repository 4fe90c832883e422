package io.tollhouse.consumer.intake;

import io.tollhouse.consumer.delivery.OpenRecords;
import io.tollhouse.consumer.delivery.PartitionProgress;
import io.tollhouse.consumer.delivery.Witness;
import io.tollhouse.contract.fleet.Right;
import io.tollhouse.contract.fleet.Right.Operation;
import io.tollhouse.contract.fleet.Rights;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.process.health.Health;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The partitions that are ours, how far each is, and what was committed of it. For the intake's thread only.
 */
final class Assignment implements ConsumerRebalanceListener {
    /** How long a partition that is taken away waits for what is in flight of it. */
    private static final Duration DRAIN = Duration.ofSeconds(1);

    private static final Duration DRAIN_STEP = Duration.ofMillis(10);
    private static final Duration COMMIT = Duration.ofSeconds(2);

    /** Some ten times what waits and is on its way while all is well; 8 MiB of memory. */
    private static final int MOST_OPEN = 200_000;

    private final Consumer<byte[], byte[]> consumer;
    private final Beginning beginning;
    private final Witness witness;
    private final Memory memory;
    private final Health.Part health;
    private final OpenRecords open = new OpenRecords(MOST_OPEN);
    private final Map<TopicPartition, PartitionProgress> ours = new HashMap<>();
    private final Map<TopicPartition, Long> committed = new HashMap<>();

    /** @param witness, memory told of partitions that come and go */
    Assignment(
            Consumer<byte[], byte[]> consumer,
            Beginning beginning,
            Witness witness,
            Memory memory,
            Health.Part health) {
        this.witness = witness;
        this.memory = memory;
        this.consumer = consumer;
        this.beginning = beginning;
        this.health = health;
    }

    /** Called after each rebalance, also when nothing came with it. */
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> added) {
        if (!added.isEmpty()) {
            var stood = beginning.seek(consumer, added);
            added.forEach(partition -> witness.forget(partition.partition()));
            memory.come(beginning.topicId(), numbers(added), stood);
        }
        added.forEach(partition -> ours.put(partition, new PartitionProgress(open)));
        tell();
    }

    private static Set<Integer> numbers(Collection<TopicPartition> partitions) {
        return partitions.stream().map(TopicPartition::partition).collect(Collectors.toSet());
    }

    /** Waits briefly for what is in flight, so that whoever comes next need not send it again. */
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        long end = System.nanoTime() + DRAIN.toNanos();
        while (unfinishedOf(partitions) > 0 && System.nanoTime() < end) {
            try {
                Thread.sleep(DRAIN_STEP.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        commit();
        forget(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        health.red("the group " + Rights.AUDIT_GROUP + " gave this one up; it joins again");
        forget(partitions);
    }

    /** Its consumer is closed, which need not have told of each partition. */
    void end() {
        forget(partitions());
    }

    private void forget(Collection<TopicPartition> partitions) {
        for (var partition : partitions) {
            var progress = ours.remove(partition);
            committed.remove(partition);
            if (progress != null) {
                progress.close();
                witness.forget(partition.partition());
                memory.gone(partition.partition());
            }
        }
    }

    private void tell() {
        if (ours.isEmpty()) {
            health.degraded(
                    "other members of the group " + Rights.AUDIT_GROUP + " have all partitions; this one stands by");
        } else {
            health.fine();
        }
    }

    /** Where a record's partition is counted; null where it is no longer ours. */
    @Nullable
    PartitionProgress of(TopicPartition partition) {
        return ours.get(partition);
    }

    /** Commits what is done and was not committed yet. */
    void commit() {
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        ours.forEach((partition, progress) -> progress.committable().ifPresent(offset -> {
            if (!Long.valueOf(offset).equals(committed.get(partition))) {
                offsets.put(partition, beginning.commit(offset));
            }
        }));
        memory.done(offsets.entrySet().stream()
                .collect(Collectors.toMap(
                        of -> of.getKey().partition(), of -> of.getValue().offset())));
        if (!offsets.isEmpty()) {
            commit(offsets);
        }
    }

    private void commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        try {
            consumer.commitSync(offsets, COMMIT);
            offsets.forEach((partition, offset) -> committed.put(partition, offset.offset()));
            tell();
        } catch (InterruptException e) {
            throw e;
        } catch (RebalanceInProgressException e) {
            // the next one commits it, or whoever gets the partition finds the records indexed
        } catch (TimeoutException | RetriableCommitFailedException e) {
            health.degraded("Kafka does not answer; what is indexed cannot be committed yet");
        } catch (KafkaException e) {
            health.degraded("committing: " + KafkaTrouble.sentence(Right.on(Topic.AUDIT, Operation.READ), e));
        }
    }

    private int unfinishedOf(Collection<TopicPartition> partitions) {
        return partitions.stream()
                .map(ours::get)
                .mapToInt(progress -> progress == null ? 0 : progress.unfinished())
                .sum();
    }

    /** Records of all its partitions. */
    OpenRecords open() {
        return open;
    }

    Set<TopicPartition> partitions() {
        return Set.copyOf(ours.keySet());
    }
}
