package io.tollhouse.proxy.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PartitionsTest {
    @Test
    void theStreamsOfANodeSpreadOverAllPartitions() {
        var partitions = new Partitions("node-1");

        assertThat(IntStream.range(0, 12).map(stream -> partitions.of(stream, 12)))
                .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    }

    @Test
    void aStreamKeepsItsPartitionWhenTheTopicGrows() {
        var partitions = new Partitions("node-1");
        int before = partitions.of(3, 12);

        assertThat(partitions.of(3, 24)).isEqualTo(before);
        assertThat(partitions.of(4, 24)).isBetween(0, 23);
    }

    @Test
    void nodesBeginElsewhere() {
        assertThat(IntStream.range(1, 9)
                        .map(node -> new Partitions("node-" + node).of(0, 12))
                        .distinct()
                        .count())
                .isGreaterThan(3);
    }
}
