package io.tollhouse.process.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.tollhouse.contract.fleet.KafkaCommands;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.contract.fleet.WantedTopics;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FindingsTest {
    private static final KafkaCommands COMMAND = new KafkaCommands("kafka:9092");

    private static Map<String, String> configOf(Topic topic, String key, String value) {
        var config = new HashMap<>(topic.config());
        config.put("compression.type", "producer");
        config.put(key, value);
        return config;
    }

    @Test
    void aTopicAsItMustBeHasNone() {
        for (var topic : WantedTopics.of(3, 12).topics()) {
            assertThat(Findings.of(topic, topic.partitions(), topic.config(), COMMAND))
                    .isEmpty();
        }
    }

    @Test
    void aWrongValueIsNamedWithWhatItWasAndTheCommand() {
        assertThat(Findings.of(Topic.POLICY, 1, configOf(Topic.POLICY, "cleanup.policy", "delete"), COMMAND))
                .extracting(Finding::toString)
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
                .extracting(Finding::toString, STRING)
                .endsWith("--add-config cleanup.policy=[compact,delete]");
    }

    @Test
    void partitionsMatterWhereTheOrderOfTheTopicDoes() {
        assertThat(Findings.of(Topic.POLICY, 3, Topic.POLICY.config(), COMMAND))
                .extracting(Finding::toString)
                .containsExactly(
                        "tollhouse.policy: it has 3 partitions and must have 1: kafka-topics.sh --bootstrap-server"
                                + " kafka:9092 --delete --topic tollhouse.policy");
        assertThat(Findings.of(Topic.AUDIT, 48, Topic.AUDIT.config(), COMMAND)).isEmpty();
    }
}
