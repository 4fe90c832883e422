package io.tollhouse.proxy.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PartitionsTest {
    @Test
    void theStreamsOfANodeSpreadOverAllPartitions() {
        assertThat(IntStream.range(0, 12).map(stream -> Partitions.of("node-1", stream, 12)))
                .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    }

    @Test
    void nodesBeginElsewhere() {
        assertThat(IntStream.range(1, 9)
                        .map(node -> Partitions.of("node-" + node, 0, 12))
                        .distinct()
                        .count())
                .isGreaterThan(3);
    }
}
