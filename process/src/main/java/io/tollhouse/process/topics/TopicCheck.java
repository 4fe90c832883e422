package io.tollhouse.process.topics;

import io.tollhouse.contract.fleet.KafkaCommands;
import io.tollhouse.contract.fleet.Right;
import io.tollhouse.contract.fleet.Right.Operation;
import io.tollhouse.contract.fleet.Rights;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.process.kafka.KafkaDesk;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;

/** Looks at topics as a process of one role sees them. */
public final class TopicCheck {
    private final Rights.Role role;
    private final KafkaDesk desk;
    private final KafkaCommands commands;
    private final String plan;

    /**
     * Asks nothing yet.
     *
     * @param servers brokers, as people write them
     */
    public TopicCheck(Rights.Role role, KafkaDesk desk, String servers) {
        this.role = role;
        this.desk = desk;
        this.commands = new KafkaCommands(servers);
        this.plan = "tollhouse kafka plan --bootstrap " + servers;
    }

    /**
     * Everything that is wrong with these topics.
     *
     * @throws KafkaTrouble where Kafka does not answer
     */
    public List<Finding> look(List<Topic> topics) throws KafkaTrouble, InterruptedException {
        var found = new ArrayList<Finding>();
        for (var topic : topics) {
            try {
                found.addAll(look(topic));
            } catch (KafkaTrouble e) {
                found.add(finding(topic, e));
            }
        }
        return found;
    }

    private Finding finding(Topic topic, KafkaTrouble trouble) throws KafkaTrouble {
        return switch (trouble.kind()) {
            case MISSING -> new Finding(topic.name(), "it is not there", plan);
            case FORBIDDEN -> new Finding(topic.name(), trouble.reason(), plan);
            case EXISTS, OTHER -> throw trouble;
        };
    }

    private List<Finding> look(Topic topic) throws KafkaTrouble, InterruptedException {
        var described = describe(topic);
        var lacking = lacking(topic, described);
        if (!lacking.isEmpty()) {
            var right = new Right(Right.Resource.TOPIC, topic.name(), lacking);
            return List.of(new Finding(topic.name(), "this " + role.label() + " lacks " + right, plan));
        }
        return Findings.of(topic, described.partitions().size(), config(topic), commands);
    }

    private TopicDescription describe(Topic topic) throws KafkaTrouble, InterruptedException {
        var withRights = new DescribeTopicsOptions().includeAuthorizedOperations(true);
        var described = desk.ask(
                        "asking for the topic " + topic.name(),
                        Right.on(topic, Operation.DESCRIBE),
                        to -> to.describeTopics(List.of(topic.name()), withRights)
                                .allTopicNames())
                .get(topic.name());
        return Objects.requireNonNull(described);
    }

    /** What Kafka does not let us do here. Who may make topics may have that right on the cluster, and needs it only then. */
    private List<Operation> lacking(Topic topic, TopicDescription described) {
        var allowed = described.authorizedOperations();
        if (allowed == null) { // a broker that does not say
            return List.of();
        }
        return Rights.of(role).stream()
                .filter(right ->
                        right.resource() == Right.Resource.TOPIC && right.name().equals(topic.name()))
                .flatMap(right -> right.operations().stream())
                .filter(operation ->
                        operation != Operation.CREATE && !allowed.contains(AclOperation.valueOf(operation.name())))
                .toList();
    }

    private Map<String, String> config(Topic topic) throws KafkaTrouble, InterruptedException {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
        return desk
                .ask(
                        "asking how " + topic.name() + " is set",
                        Right.on(topic, Operation.DESCRIBE_CONFIGS),
                        to -> to.describeConfigs(List.of(resource)).all())
                .values()
                .stream()
                .map(TopicCheck::values)
                .findFirst()
                .orElse(Map.of());
    }

    private static Map<String, String> values(Config config) {
        return config.entries().stream()
                .filter(entry -> entry.value() != null)
                .collect(Collectors.toMap(ConfigEntry::name, entry -> Objects.requireNonNull(entry.value())));
    }
}
