package io.tollhouse.contract.fleet;

import java.util.TreeMap;

/**
 * What an operator types to mend a topic, with the tools that come with Kafka.
 *
 * @param servers brokers, as {@code kafka.bootstrap} names them
 */
public record KafkaCommands(String servers) {
    public String create(Topic topic, int replication) {
        var command = new StringBuilder("kafka-topics.sh --bootstrap-server %s --create --topic %s --partitions %d"
                .formatted(servers, topic.name(), topic.partitions()));
        command.append(" --replication-factor ").append(replication);
        new TreeMap<>(topic.config())
                .forEach((key, value) ->
                        command.append(" --config ").append(key).append('=').append(value));
        return command.toString();
    }

    public String delete(Topic topic) {
        return "kafka-topics.sh --bootstrap-server %s --delete --topic %s".formatted(servers, topic.name());
    }

    /** A list stands in brackets, or its comma would begin another key. */
    public String alter(Topic topic, String key, String value) {
        return "kafka-configs.sh --bootstrap-server %s --alter --entity-type topics --entity-name %s --add-config %s=%s"
                .formatted(servers, topic.name(), key, value.contains(",") ? "[" + value + "]" : value);
    }
}
