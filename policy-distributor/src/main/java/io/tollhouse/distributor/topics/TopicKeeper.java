package io.tollhouse.distributor.topics;

import io.tollhouse.contract.fleet.KafkaCommands;
import io.tollhouse.contract.fleet.Right;
import io.tollhouse.contract.fleet.Right.Operation;
import io.tollhouse.contract.fleet.Rights;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.contract.fleet.WantedTopics;
import io.tollhouse.process.health.Health;
import io.tollhouse.process.kafka.Backoff;
import io.tollhouse.process.kafka.KafkaAccess;
import io.tollhouse.process.kafka.KafkaDesk;
import io.tollhouse.process.kafka.KafkaTrouble;
import io.tollhouse.process.topics.Finding;
import io.tollhouse.process.topics.TopicCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.NewTopic;

/** Looks after the topics at the start and each minute; more often while something is wrong. */
public final class TopicKeeper {
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    /** Policies are published, and records indexed, without them. */
    private static final Set<String> NOT_NEEDED = Set.of(Topic.PROGRESS.name(), Topic.CHECKPOINT.name());

    private final WantedTopics wanted;
    private final KafkaCommands commands;
    private final TopicCheck check;
    private final KafkaDesk desk;
    private final Health.Part health;
    private final Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5));
    private volatile List<Finding> findings = List.of();

    /** Whether all topics were there once, but for one without which everything goes on. */
    private boolean seen;

    /** Does nothing before {@link #run}. */
    public TopicKeeper(WantedTopics wanted, KafkaAccess access, KafkaDesk desk, Health health) {
        this.wanted = wanted;
        this.commands = new KafkaCommands(access.servers());
        this.check = new TopicCheck(Rights.Role.DISTRIBUTOR, desk, access.servers());
        this.desk = desk;
        this.health = health.part("topics");
        this.health.red("not looked at yet");
    }

    /** What was wrong when the topics were last looked at. Safe from any thread. */
    public List<Finding> findings() {
        return findings;
    }

    /** What a thread of its own does. */
    public void run() throws InterruptedException {
        while (true) {
            try {
                var missing = makeMissing();
                look(missing);
                if (findings.isEmpty()) { // a topic that was just made may not be seen yet
                    backoff.reset();
                    Thread.sleep(INTERVAL.toMillis());
                } else {
                    Thread.sleep(backoff.next().toMillis());
                }
            } catch (KafkaTrouble e) {
                say(e.reason());
                Thread.sleep(backoff.next().toMillis());
            }
        }
    }

    private void look(List<Finding> missing) throws KafkaTrouble, InterruptedException {
        var found = new ArrayList<>(missing);
        var names = missing.stream().map(Finding::name).collect(Collectors.toSet());
        found.addAll(check.look(wanted.topics().stream()
                .filter(topic -> !names.contains(topic.name()))
                .toList()));
        findings = List.copyOf(found);
        seen |= missing.stream().allMatch(finding -> NOT_NEEDED.contains(finding.name()));
        if (found.isEmpty()) {
            health.fine();
        } else {
            say(found.stream().map(Finding::toString).collect(Collectors.joining("; ")));
        }
    }

    /** Those that are missing still. A topic on which we have no right is not in Kafka's list, and cannot be made either. */
    private List<Finding> makeMissing() throws KafkaTrouble, InterruptedException {
        var there = desk.ask("asking for the topics", to -> to.listTopics().names());
        var missing = new ArrayList<Finding>();
        for (var topic : wanted.topics()) {
            if (!there.contains(topic.name())) {
                make(topic).ifPresent(missing::add);
            }
        }
        return missing;
    }

    private Optional<Finding> make(Topic topic) throws InterruptedException {
        var made = new NewTopic(topic.name(), topic.partitions(), wanted.replication()).configs(topic.config());
        try {
            desk.ask(
                    "making it",
                    Right.on(topic, Operation.CREATE),
                    to -> to.createTopics(List.of(made)).all());
            return Optional.empty();
        } catch (KafkaTrouble e) {
            if (e.kind() == KafkaTrouble.Kind.EXISTS) { // we may not see it, or another distributor was quicker
                return Optional.empty();
            }
            var hint = e.kind() == KafkaTrouble.Kind.FORBIDDEN ? "" : "; see kafka.replication";
            return Optional.of(new Finding(
                    topic.name(),
                    "it is not there, as far as this distributor may see; " + e.reason() + hint,
                    commands.create(topic, wanted.replication())));
        }
    }

    /** Topics that were there once are probably there still, and whoever reads them says how that goes. */
    private void say(String sentence) {
        if (seen) {
            health.degraded(sentence);
        } else {
            health.red(sentence);
        }
    }
}
