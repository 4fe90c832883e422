package io.tollhouse.contract.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KafkaCommandsTest {
    @Test
    void aTopicCanBeMadeByHandAsItMustBe() {
        assertThat(new KafkaCommands("kafka:9092").create(Topic.HISTORY, 3))
                .isEqualTo(
                        "kafka-topics.sh --bootstrap-server kafka:9092 --create --if-not-exists --topic tollhouse.policy.history"
                                + " --partitions 1 --replication-factor 3 --config cleanup.policy=delete"
                                + " --config message.timestamp.type=LogAppendTime --config retention.ms=-1");
    }
}
