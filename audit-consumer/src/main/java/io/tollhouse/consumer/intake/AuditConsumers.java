package io.tollhouse.consumer.intake;

import io.tollhouse.contract.fleet.Rights;
import io.tollhouse.process.kafka.KafkaAccess;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** Opens the consumer of the group. */
final class AuditConsumers {
    /** How soon the partitions of one that was killed go to another. */
    private static final int SESSION_MILLIS = 10_000;

    private static final int HEARTBEAT_MILLIS = 2_000;
    private static final int MAX_POLL_MILLIS = 60_000;

    /** With records of their largest size, what one poll unpacks: 32 MiB. */
    private static final int POLL_RECORDS = 500;

    private static final int FETCH_BYTES = 4 << 20;
    private static final int PARTITION_BYTES = 1 << 20;

    /** How long its close may take, what is in flight included. */
    static final Duration CLOSE = Duration.ofMillis(1_500);

    private AuditConsumers() {}

    /**
     * Not a member yet.
     *
     * @param id under which it is the same member after a restart; empty for a new one each time
     */
    static Consumer<byte[], byte[]> open(KafkaAccess access, Optional<String> id) {
        var settings = new HashMap<>(settings());
        id.ifPresent(name -> settings.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, name));
        return new KafkaConsumer<>(access.reader("audit", settings));
    }

    private static Map<String, Object> settings() {
        return Map.of(
                ConsumerConfig.GROUP_ID_CONFIG,
                Rights.AUDIT_GROUP,
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                CooperativeStickyAssignor.class.getName(),
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                SESSION_MILLIS,
                ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                HEARTBEAT_MILLIS,
                ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG,
                MAX_POLL_MILLIS,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                POLL_RECORDS,
                ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
                FETCH_BYTES,
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                PARTITION_BYTES);
    }
}
