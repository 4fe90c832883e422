package io.tollhouse.consumer.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BatchSizeTest {
    private final BatchSize size = new BatchSize(5_000, 4L << 20);

    @Test
    void itIsHalvedEachTimeThatItWasTooMuchAndNeverBecomesNothing() {
        size.wasTooMuch();
        assertThat(size.records()).isEqualTo(2_500);
        assertThat(size.bytes()).isEqualTo(2L << 20);

        for (int i = 0; i < 20; i++) {
            size.wasTooMuch();
        }
        assertThat(size.records()).isEqualTo(50);
        assertThat(size.bytes()).isEqualTo(64L << 10);
    }

    @Test
    void itGrowsBackWhereFullOnesGoWell() {
        size.wasTooMuch();
        size.wentWell(1);
        assertThat(size.records()).as("a small one says nothing").isEqualTo(2_500);

        size.wentWell(2_500);
        assertThat(size.records()).isEqualTo(2_751);
        for (int i = 0; i < 20; i++) {
            size.wentWell(size.records());
        }
        assertThat(size.records()).isEqualTo(5_000);
        assertThat(size.bytes()).isEqualTo(4L << 20);
    }

    @Test
    void aSmallBoundIsNeverPassed() {
        var small = new BatchSize(3, 100);
        small.wasTooMuch();

        assertThat(small.records()).isEqualTo(3);
        assertThat(small.bytes()).isEqualTo(100);
    }
}
