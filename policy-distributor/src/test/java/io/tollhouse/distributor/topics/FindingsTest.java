package io.tollhouse.distributor.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.fleet.Topic;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FindingsTest {
    private static final Command COMMAND = new Command("kafka:9092");

    private static Map<String, String> configOf(Topic topic, String key, String value) {
        var config = new HashMap<>(topic.config());
        config.put("compression.type", "producer");
        config.put(key, value);
        return config;
    }

    @Test
    void aTopicAsItMustBeHasNone() {
        for (var topic : Wanted.of(3, 12).topics()) {
            assertThat(Findings.of(topic, topic.partitions(), topic.config(), COMMAND))
                    .isEmpty();
        }
    }

    @Test
    void aWrongValueIsNamedWithWhatItWasAndTheCommand() {
        assertThat(Findings.of(Topic.POLICY, 1, configOf(Topic.POLICY, "cleanup.policy", "delete"), COMMAND))
                .containsExactly("tollhouse.policy: cleanup.policy is delete and must be compact: kafka-configs.sh"
                        + " --bootstrap-server kafka:9092 --alter --entity-type topics --entity-name tollhouse.policy"
                        + " --add-config cleanup.policy=compact");
    }

    @Test
    void aListIsWrittenAsTheCommandWantsItAndItsOrderDoesNotMatter() {
        assertThat(Findings.of(Topic.FLEET, 1, configOf(Topic.FLEET, "cleanup.policy", "delete,compact"), COMMAND))
                .isEmpty();
        assertThat(Findings.of(Topic.FLEET, 1, configOf(Topic.FLEET, "cleanup.policy", "delete"), COMMAND))
                .singleElement()
                .asString()
                .endsWith("--add-config cleanup.policy=[compact,delete]");
    }

    @Test
    void partitionsMatterWhereTheOrderOfTheTopicDoes() {
        assertThat(Findings.of(Topic.POLICY, 3, Topic.POLICY.config(), COMMAND))
                .containsExactly("tollhouse.policy has 3 partitions and must have 1: kafka-topics.sh --bootstrap-server"
                        + " kafka:9092 --delete --topic tollhouse.policy");
        assertThat(Findings.of(Topic.AUDIT, 48, Topic.AUDIT.config(), COMMAND)).isEmpty();
    }

    @Test
    void aTopicCanBeMadeByHandAsItMustBe() {
        assertThat(COMMAND.create(Topic.HISTORY, 3))
                .isEqualTo("kafka-topics.sh --bootstrap-server kafka:9092 --create --topic tollhouse.policy.history"
                        + " --partitions 1 --replication-factor 3 --config cleanup.policy=delete"
                        + " --config message.timestamp.type=LogAppendTime --config retention.ms=-1");
    }

    @Test
    void withReplicasARecordMustBeOnTwo() {
        assertThat(Wanted.of(1, 12).topics()).noneMatch(topic -> topic.config().containsKey("min.insync.replicas"));
        assertThat(Wanted.of(3, 24).topics())
                .allMatch(topic -> "2".equals(topic.config().get("min.insync.replicas")))
                .anyMatch(topic -> topic.name().equals(Topic.AUDIT.name()) && topic.partitions() == 24);
    }
}
