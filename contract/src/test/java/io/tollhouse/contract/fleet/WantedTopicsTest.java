package io.tollhouse.contract.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WantedTopicsTest {
    @Test
    void withReplicasARecordMustBeOnTwo() {
        assertThat(WantedTopics.of(1, 12).topics())
                .noneMatch(topic -> topic.config().containsKey("min.insync.replicas"));
        assertThat(WantedTopics.of(3, 24).topics())
                .allMatch(topic -> "2".equals(topic.config().get("min.insync.replicas")))
                .anyMatch(topic -> topic.name().equals(Topic.AUDIT.name()) && topic.partitions() == 24)
                .anyMatch(topic -> topic.name().equals(Topic.PROGRESS.name()) && topic.partitions() == 24);
    }
}
