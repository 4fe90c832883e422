package io.tollhouse.consumer.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.consumer.document.Source;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BacklogTest {
    private final PartitionProgress progress = new PartitionProgress(new OpenRecords(1_000));
    private final Backlog backlog = new Backlog(10_000, new BatchSize(3, 4_000));

    private Arrived record(int bytes) {
        return new Arrived(new Source("t", 0, 0, Instant.EPOCH), null, new byte[bytes], progress.taken(0));
    }

    @Test
    void aBatchHoldsWhatWaitsUpToItsBounds() throws Exception {
        for (int bytes : new int[] {100, 100, 100, 100, 3_000, 3_000}) {
            backlog.add(record(bytes));
        }

        assertThat(backlog.take()).hasSize(3);
        assertThat(backlog.take()).hasSize(1);
        assertThat(backlog.take()).hasSize(1);
        assertThat(backlog.take()).hasSize(1);
    }

    @Test
    void oneRecordThatIsLargerThanABatchIsABatch() throws Exception {
        backlog.add(record(50_000));
        backlog.add(record(1));

        assertThat(backlog.take()).hasSize(1);
    }

    @Test
    void itIsFullByBytesAndHasRoomAgainAtHalf() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(backlog.isFull()).isFalse();
            backlog.add(record(3_000));
        }
        assertThat(backlog.isFull()).isTrue();

        backlog.take();
        assertThat(backlog.isFull()).isFalse();
        assertThat(backlog.hasRoom()).isFalse();

        backlog.take();
        assertThat(backlog.hasRoom()).isTrue();
    }
}
