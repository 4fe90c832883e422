package io.tollhouse.process.kafka;

import io.tollhouse.contract.settings.HostPort;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Where Kafka is, and as whom this process speaks to it.
 *
 * @param properties what the operator set under {@code kafka.properties}; what a client must be set to stands above it
 * @param name of this process, with which the ids of its clients begin
 */
public record KafkaAccess(List<HostPort> bootstrap, Map<String, String> properties, String name) {
    /** A broker that comes back is found within this time. */
    private static final int RECONNECT_MILLIS = 500;

    private static final int TIMEOUT_MILLIS = 5_000;

    public KafkaAccess {
        bootstrap = List.copyOf(bootstrap);
        properties = Map.copyOf(properties);
    }

    /** Properties of one client, with those that it must have. */
    public Map<String, Object> client(String role, Map<String, Object> required) {
        var all = new HashMap<String, Object>();
        all.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, RECONNECT_MILLIS);
        all.put("enable.metrics.push", false);
        all.putAll(properties);
        all.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, servers());
        all.put(CommonClientConfigs.CLIENT_ID_CONFIG, name + "-" + role);
        all.putAll(required);
        return all;
    }

    /**
     * Properties of a consumer of bytes: it sees committed transactions only, begins nowhere by itself, commits nothing by
     * itself, and makes no topic by asking for it.
     */
    public Map<String, Object> reader(String role, Map<String, Object> more) {
        var all = new HashMap<String, Object>();
        all.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        all.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        all.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        all.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        all.putAll(more);
        return client(role, all);
    }

    /** Properties of a producer of bytes: what it has sent is acknowledged by all brokers that must have it, and stands once. */
    public Map<String, Object> writer(String role, Map<String, Object> more) {
        var all = new HashMap<String, Object>();
        all.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        all.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        all.putAll(more);
        return client(role, all);
    }

    /** Without the properties: passwords stand in them. */
    @Override
    public String toString() {
        return name + " at " + servers();
    }

    /** As people write it. */
    public String servers() {
        return bootstrap.stream().map(HostPort::toString).collect(Collectors.joining(","));
    }
}
