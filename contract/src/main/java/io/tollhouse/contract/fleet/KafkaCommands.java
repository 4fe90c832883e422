package io.tollhouse.contract.fleet;

import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What an operator types to make or mend topics and to grant rights, with the tools that come with Kafka.
 *
 * @param servers brokers, as {@code kafka.bootstrap} names them
 * @param config file with the operator's own credentials for these tools; empty for none
 */
public record KafkaCommands(String servers, String config) {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    /** For an operator who needs no credentials, or knows where to add them. */
    public KafkaCommands(String servers) {
        this(servers, "");
    }

    /** Does nothing where the topic is there, so that it can be run again. */
    public String create(Topic topic, int replication) {
        var command = new StringBuilder(begin("kafka-topics.sh") + " --create --if-not-exists --topic " + topic.name());
        command.append(" --partitions ").append(topic.partitions());
        command.append(" --replication-factor ").append(replication);
        new TreeMap<>(topic.config())
                .forEach((key, value) ->
                        command.append(" --config ").append(key).append('=').append(value));
        return command.toString();
    }

    /** Gives a topic so many partitions, of which it has fewer. */
    public String grow(Topic topic, int partitions) {
        return begin("kafka-topics.sh") + " --alter --topic " + topic.name() + " --partitions " + partitions;
    }

    public String delete(Topic topic) {
        return begin("kafka-topics.sh") + " --delete --topic " + topic.name();
    }

    /** A list stands in brackets, or its comma would begin another key. */
    public String alter(Topic topic, String key, String value) {
        return begin("kafka-configs.sh")
                + " --alter --entity-type topics --entity-name %s --add-config %s=%s"
                        .formatted(topic.name(), key, value.contains(",") ? "[" + value + "]" : value);
    }

    /**
     * Gives a right.
     *
     * @param principal as brokers see it: {@code User:node}
     */
    public String grant(String principal, Right right) {
        var operations = right.operations().stream()
                .map(operation -> " --operation " + operation.option())
                .collect(Collectors.joining());
        var option = right.resource().words().replace(' ', '-');
        return begin("kafka-acls.sh") + " --add --allow-principal " + word(principal) + operations + " --" + option
                + " " + right.name();
    }

    private String begin(String tool) {
        return tool + " --bootstrap-server " + word(servers)
                + (config.isEmpty() ? "" : " --command-config " + word(config));
    }

    /** One word for a shell, whatever stands in it. */
    private static String word(String text) {
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
