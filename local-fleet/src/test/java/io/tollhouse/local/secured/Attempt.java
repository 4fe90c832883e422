package io.tollhouse.local.secured;

import io.tollhouse.contract.fleet.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What somebody tries who has the credentials of a process.
 *
 * @param client properties of its clients
 */
record Attempt(Map<String, Object> client) {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
        var properties = new HashMap<>(client);
        properties.putAll(more);
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Whether the broker takes a record. */
    boolean writes(String topic) {
        try (var producer = producer(Map.of(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false))) {
            var record = new ProducerRecord<>(topic, 0, new byte[] {'x'}, new byte[] {'x'});
            producer.send(record).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException e) {
            return refused(e);
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    /** Whether the broker gives records. */
    boolean reads(String topic) {
        try (var consumer = new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            consumer.position(partition, LIMIT);
            consumer.poll(Duration.ofMillis(300)); // an empty topic gives nothing, and no error either
            consumer.close(CloseOptions.timeout(Duration.ZERO));
            return true;
        } catch (AuthorizationException e) {
            return false;
        }
    }

    /** Whether the broker lets it be the one that publishes. */
    boolean takesTheFence() {
        try (var producer = producer(Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, Topic.TRANSACTIONAL_ID))) {
            producer.initTransactions();
            return true;
        } catch (AuthorizationException e) {
            return false;
        }
    }

    private static boolean refused(ExecutionException e) {
        if (e.getCause() instanceof AuthorizationException) {
            return false;
        }
        throw new AssertionError(e);
    }
}
