package io.tollhouse.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollhouse.contract.fleet.KafkaCommands;
import io.tollhouse.contract.fleet.Right;
import io.tollhouse.contract.fleet.Rights;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.contract.fleet.WantedTopics;
import io.tollhouse.contract.settings.HostPort;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tollhouse kafka plan}. */
@Command(
        name = "plan",
        sortOptions = false,
        description = {
            "Print the topics of a fleet and the rights of each kind of process, as commands.",
            "They are those that come with Kafka, for a cluster where a distributor may not make topics, or where",
            "rights are held. They can be run again. Nothing is sent, and no fleet is needed."
        },
        exitCodeList = {ExitCode.DONE_HELP, ExitCode.USAGE_HELP})
final class KafkaPlanCommand implements Callable<Integer> {
    private static final long MAX_REPLICATION = 9;
    private static final long MAX_PARTITIONS = 1_000;

    private final Session session;

    @Option(
            names = "--bootstrap",
            paramLabel = "SERVERS",
            defaultValue = "localhost:9092",
            description = "brokers, host:port, comma-separated (${DEFAULT-VALUE})")
    private String bootstrap = "";

    @Option(
            names = "--command-config",
            paramLabel = "FILE",
            defaultValue = "",
            description = "properties with which you reach a secured Kafka, for the commands")
    private String commandConfig = "";

    @Option(
            names = "--replication",
            paramLabel = "N",
            converter = NumberConverter.class,
            defaultValue = "3",
            description = "of each topic; 1 for a single broker (${DEFAULT-VALUE})")
    private long replication;

    @Option(
            names = "--audit-partitions",
            paramLabel = "N",
            converter = NumberConverter.class,
            defaultValue = "12",
            description = "of tollhouse.audit (${DEFAULT-VALUE})")
    private long auditPartitions;

    @Option(
            names = "--principal-prefix",
            paramLabel = "PREFIX",
            defaultValue = "User:tollhouse-",
            description = "what the principals begin with, in front of distributor, node, audit-consumer"
                    + " (${DEFAULT-VALUE})")
    private String prefix = "";

    @Option(names = "--distributor-principal", paramLabel = "NAME", description = "of distributors, as User:policies")
    private @Nullable String distributor;

    @Option(names = "--node-principal", paramLabel = "NAME", description = "of nodes")
    private @Nullable String node;

    @Option(names = "--audit-consumer-principal", paramLabel = "NAME", description = "of audit consumers")
    private @Nullable String auditConsumer;

    KafkaPlanCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        check();
        var commands = new KafkaCommands(bootstrap, commandConfig);
        var topics = WantedTopics.of((int) replication, (int) auditPartitions).topics();
        if (session.isTable()) {
            print(commands, topics);
        } else {
            session.printDocument(document(commands, topics));
        }
        return ExitCode.DONE;
    }

    private void check() throws Failure {
        for (var server : List.of(bootstrap.split(",", -1))) {
            require(
                    HostPort.parse(server).isPresent(),
                    "--bootstrap: must be host:port, comma-separated, was '" + bootstrap + "'.");
        }
        require(replication <= MAX_REPLICATION, "--replication: must be at most " + MAX_REPLICATION + ".");
        require(auditPartitions <= MAX_PARTITIONS, "--audit-partitions: must be at most " + MAX_PARTITIONS + ".");
        for (var role : Rights.Role.values()) {
            require(
                    principal(role).matches("[A-Za-z]+:\\P{Cntrl}+"),
                    "a principal must be as User:name, was '" + principal(role) + "'.");
        }
    }

    private static void require(boolean holds, String otherwise) throws Failure {
        if (!holds) {
            throw new Failure(ExitCode.USAGE, otherwise);
        }
    }

    private String principal(Rights.Role role) {
        var named = switch (role) {
            case DISTRIBUTOR -> distributor;
            case NODE -> node;
            case AUDIT_CONSUMER -> auditConsumer;
        };
        return named == null ? prefix + role.label() : named;
    }

    private void print(KafkaCommands commands, List<Topic> topics) {
        session.console().print("# topics; a distributor makes those that are missing, where it has CREATE");
        topics.forEach(topic -> session.console().print(commands.create(topic, (int) replication)));
        for (var role : Rights.Role.values()) {
            session.console().print("\n# rights of each " + role.label());
            for (var right : Rights.of(role)) {
                session.console().print(commands.grant(principal(role), right));
            }
        }
    }

    private ObjectNode document(KafkaCommands commands, List<Topic> topics) {
        var document = JsonNodeFactory.instance.objectNode();
        var made = document.putArray("topics");
        for (var topic : topics) {
            var each = made.addObject()
                    .put("name", topic.name())
                    .put("partitions", topic.partitions())
                    .put("replication", replication);
            topic.config().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(entry -> each.withObject("config").put(entry.getKey(), entry.getValue()));
            each.put("command", commands.create(topic, (int) replication));
        }
        var rights = document.putArray("rights");
        for (var role : Rights.Role.values()) {
            for (var right : Rights.of(role)) {
                add(rights.addObject(), commands, role, right);
            }
        }
        return document;
    }

    private void add(ObjectNode to, KafkaCommands commands, Rights.Role role, Right right) {
        to.put("role", role.label())
                .put("principal", principal(role))
                .put("resource", right.resource().words())
                .put("name", right.name());
        var operations = to.putArray("operations");
        right.operations().forEach(operation -> operations.add(operation.name()));
        to.put("command", commands.grant(principal(role), right));
    }
}
