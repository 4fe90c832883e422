package io.tollhouse.proxy.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.audit.AuditEvent;
import io.tollhouse.contract.audit.AuditStream;
import io.tollhouse.contract.audit.Stage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BacklogTest {
    private final AuditStream stream = new AuditStream("node-1", "0123456789ab", 0, "test");

    private Pending pending(Stage stage) {
        var event = AuditEvent.of(stage, Instant.EPOCH, "connect", "r");
        return new Pending(stream.encode(event), stage, System.nanoTime(), null);
    }

    @ParameterizedTest(name = "{0} of 8 records: {1} fits = {2}")
    @CsvSource({
        "5, REFUSAL,   true",
        "6, REFUSAL,   false",
        "6, LOOKUP,    true",
        "7, OUTCOME,   true",
        "7, ADMISSION, true",
        "8, OUTCOME,   false",
    })
    void theLastQuarterIsNotForRefusals(int waiting, Stage stage, boolean fits) {
        var backlog = new Backlog(1 << 20, 8);
        for (int i = 0; i < waiting; i++) {
            backlog.add(pending(Stage.ADMISSION));
        }

        assertThat(backlog.takes(stage)).isEqualTo(fits);
    }

    @Test
    void bytesAreBoundedToo() {
        var one = pending(Stage.OUTCOME);
        var backlog = new Backlog(2L * one.size(), 1000);

        backlog.add(one);
        assertThat(backlog.takes(Stage.OUTCOME)).isTrue();
        backlog.add(one);
        assertThat(backlog.takes(Stage.OUTCOME)).isFalse();

        backlog.settled(one);
        assertThat(backlog.takes(Stage.OUTCOME)).isTrue();
        assertThat(backlog.bytes()).isEqualTo(one.size());
        assertThat(backlog.records()).isEqualTo(1);
    }

    @Test
    void aTakerIsWokenAndGetsEverythingInOrder() throws Exception {
        var backlog = new Backlog(1 << 24, 100_000);
        var taken = new ArrayList<Long>();
        var all = new CountDownLatch(20_000);
        var taker = new Thread(() -> {
            try {
                while (all.getCount() > 0) {
                    taken.add(backlog.take().record().id().sequence());
                    all.countDown();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        taker.start();

        for (int i = 0; i < 20_000; i++) {
            backlog.add(pending(Stage.OUTCOME));
            if (i % 100 == 0) {
                Thread.onSpinWait();
            }
        }

        assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
        taker.join();
        assertThat(taken).isSorted().hasSize(20_000);
    }

    @Test
    void aTakerThatIsInterruptedStops() throws Exception {
        var backlog = new Backlog(1 << 20, 8);
        var stopped = new CountDownLatch(1);
        var taker = new Thread(() -> {
            try {
                backlog.take();
            } catch (InterruptedException e) {
                stopped.countDown();
            }
        });
        taker.start();

        taker.interrupt();

        assertThat(stopped.await(10, TimeUnit.SECONDS)).isTrue();
    }
}
