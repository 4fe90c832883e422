package io.tollhouse.consumer.trail;

import io.tollhouse.contract.fleet.Right;
import io.tollhouse.contract.fleet.Right.Operation;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.contract.fleet.TrustedKeys;
import io.tollhouse.contract.trail.BootRegister;
import io.tollhouse.process.kafka.KafkaAccess;
import io.tollhouse.process.kafka.KafkaDesk;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Reads the checkpoint topic, whole, for one check: it is compacted, and small.
 *
 * @param trustedKeys folder of the public keys whose countersignatures count, read each time
 */
public record CheckpointTopic(KafkaAccess access, KafkaDesk desk, Path trustedKeys) implements RunsOfNodes {
    private static final Duration POLL = Duration.ofSeconds(1);

    /** So often in a row it may say nothing before it counts as away. */
    private static final int PATIENCE = 30;

    @Override
    public BootRegister read(Instant from, Instant to, Instant settled)
            throws KafkaTrouble, IOException, InterruptedException {
        desk.describe(Topic.CHECKPOINT);
        var register = new BootRegister(TrustedKeys.load(trustedKeys), from, to, settled, node -> true);
        var consumer = new KafkaConsumer<byte[], byte[]>(access.reader("checkpoints", Map.of()));
        try {
            read(consumer, register);
            return register;
        } catch (InterruptException e) {
            throw new InterruptedException();
        } catch (KafkaException e) {
            throw KafkaTrouble.of("reading " + Topic.CHECKPOINT.name(), Right.on(Topic.CHECKPOINT, Operation.READ), e);
        } finally {
            consumer.close(CloseOptions.timeout(Duration.ZERO));
        }
    }

    private static void read(KafkaConsumer<byte[], byte[]> consumer, BootRegister register) throws KafkaTrouble {
        var partition = new TopicPartition(Topic.CHECKPOINT.name(), 0);
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        int silent = 0;
        while (consumer.position(partition) < end) {
            var records = consumer.poll(POLL);
            silent = records.isEmpty() ? silent + 1 : 0;
            if (silent > PATIENCE) {
                throw new KafkaTrouble("reading " + Topic.CHECKPOINT.name() + ": Kafka answers nothing");
            }
            for (var record : records) {
                if (record.value() != null) {
                    register.add(record.value(), Instant.ofEpochMilli(record.timestamp()));
                }
            }
        }
    }
}
