package io.tollhouse.process.kafka;

import io.tollhouse.contract.settings.HostPort;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * Where Kafka is, and as whom this process speaks to it.
 *
 * @param properties what the operator set under {@code kafka.properties}; what a client must be set to stands above it
 * @param name of this process, with which the ids of its clients begin
 */
public record KafkaAccess(List<HostPort> bootstrap, Map<String, String> properties, String name) {
    /** A broker that comes back is found within this time. */
    private static final int RECONNECT_MILLIS = 500;

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

    /** As people write it. */
    public String servers() {
        return bootstrap.stream().map(HostPort::toString).collect(Collectors.joining(","));
    }
}
