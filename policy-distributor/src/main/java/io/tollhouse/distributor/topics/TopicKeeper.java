package io.tollhouse.distributor.topics;

import io.tollhouse.contract.fleet.KafkaCommands;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.contract.fleet.WantedTopics;
import io.tollhouse.process.health.Health;
import io.tollhouse.process.kafka.Backoff;
import io.tollhouse.process.kafka.Findings;
import io.tollhouse.process.kafka.KafkaAccess;
import io.tollhouse.process.kafka.KafkaDesk;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;

/** Looks after the topics at the start and each minute. */
public final class TopicKeeper {
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private final WantedTopics wanted;
    private final KafkaCommands command;
    private final KafkaDesk desk;
    private final Health.Part health;
    private final Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5));
    private boolean seen;

    /** Does nothing before {@link #run}. */
    public TopicKeeper(WantedTopics wanted, KafkaAccess access, KafkaDesk desk, Health health) {
        this.wanted = wanted;
        this.command = new KafkaCommands(access.servers());
        this.desk = desk;
        this.health = health.part("topics");
        this.health.red("not looked at yet");
    }

    /** What a thread of its own does. */
    public void run() throws InterruptedException {
        while (true) {
            try {
                tell(look());
                backoff.reset();
                Thread.sleep(INTERVAL.toMillis());
            } catch (KafkaTrouble e) {
                trouble(e.reason());
                Thread.sleep(backoff.next().toMillis());
            }
        }
    }

    private List<String> look() throws KafkaTrouble, InterruptedException {
        makeMissing(desk.ask("asking for the topics", to -> to.listTopics().names()));
        var names = wanted.topics().stream().map(Topic::name).toList();
        var described =
                desk.ask("describing the topics", to -> to.describeTopics(names).allTopicNames());
        seen = true;
        var configs = configs(names);
        var findings = new ArrayList<String>();
        for (var topic : wanted.topics()) {
            int partitions = Optional.ofNullable(described.get(topic.name()))
                    .map(found -> found.partitions().size())
                    .orElse(0);
            var config = configs.getOrDefault(topic.name(), Map.of());
            findings.addAll(Findings.of(topic, partitions, config, command));
        }
        return findings;
    }

    private void makeMissing(Set<String> there) throws KafkaTrouble, InterruptedException {
        var missing = wanted.topics().stream()
                .filter(topic -> !there.contains(topic.name()))
                .toList();
        if (missing.isEmpty()) {
            return;
        }
        var make = missing.stream()
                .map(topic ->
                        new NewTopic(topic.name(), topic.partitions(), wanted.replication()).configs(topic.config()))
                .toList();
        var names = missing.stream().map(Topic::name).collect(Collectors.joining(", "));
        try {
            desk.ask("making the topics " + names, to -> to.createTopics(make).all());
        } catch (KafkaTrouble e) {
            throw new KafkaTrouble(e.reason() + "; see kafka.replication, or make them by hand: "
                    + missing.stream()
                            .map(topic -> command.create(topic, wanted.replication()))
                            .collect(Collectors.joining(" && ")));
        }
    }

    private Map<String, Map<String, String>> configs(List<String> names) throws KafkaTrouble, InterruptedException {
        var resources = names.stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        return desk
                .ask(
                        "asking how the topics are set",
                        to -> to.describeConfigs(resources).all())
                .entrySet()
                .stream()
                .collect(Collectors.toMap(entry -> entry.getKey().name(), entry -> values(entry.getValue())));
    }

    private static Map<String, String> values(Config config) {
        return config.entries().stream()
                .filter(entry -> entry.value() != null)
                .collect(Collectors.toMap(ConfigEntry::name, entry -> Objects.requireNonNull(entry.value())));
    }

    private void tell(List<String> findings) {
        if (findings.isEmpty()) {
            health.fine();
        } else {
            health.degraded(String.join("; ", findings));
        }
    }

    /** Topics that were there once are probably there still, and whoever reads them says how that goes. */
    private void trouble(String sentence) {
        if (seen) {
            health.degraded(sentence);
        } else {
            health.red(sentence);
        }
    }
}
