package io.tollhouse.process.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class HealthTest {
    private final Health health = new Health();

    @Test
    void aDegradedPartIsNamedAndDoesNotStopTraffic() {
        health.part("feed").degraded("Kafka does not answer");

        assertThat(health.isReady()).isTrue();
        assertThat(health.reasons()).extracting(Health.Reason::toString).containsExactly("feed: Kafka does not answer");
    }

    @Test
    void aRedPartStopsTrafficUntilItIsFineAgain() {
        var part = health.part("audit");

        part.red("no acknowledgement");
        assertThat(health.isReady()).isFalse();

        part.fine();
        assertThat(health.isReady()).isTrue();
        assertThat(health.reasons()).isEmpty();
    }

    @Test
    void onlyChangesAreTold() {
        var told = new AtomicInteger();
        health.onChange(told::incrementAndGet);
        var part = health.part("feed");

        part.fine();
        part.degraded("a");
        part.degraded("a");
        part.degraded("b");
        part.fine();

        assertThat(told).hasValue(3);
    }

    @Test
    void aWorkerThatDiesTurnsTheNodeRed() {
        Worker.start("doomed", health, () -> {
            throw new IllegalStateException("a bug");
        });

        Awaitility.await().until(() -> !health.isReady());
        assertThat(health.reasons().get(0).part()).isEqualTo("thread doomed");
    }

    @Test
    void aWorkerThatWasToldToEndDoesNot() throws InterruptedException {
        var ended = new CountDownLatch(1);
        var worker = Worker.start("obedient", health, () -> {
            try {
                new CountDownLatch(1).await();
            } finally {
                ended.countDown();
            }
        });

        worker.stop(Duration.ofSeconds(10));

        assertThat(ended.getCount()).isZero();
        assertThat(health.isReady()).isTrue();
    }

    @Test
    void aWorkerWithOneThingToDoMayBeDoneBeforeAnybodyLooks() throws InterruptedException {
        var thread = new CompletableFuture<Thread>();
        Worker.startOnce("quick", health, () -> thread.complete(Thread.currentThread()));
        thread.join().join();

        assertThat(health.reasons()).isEmpty();
    }

    @Test
    void aWorkerWithOneThingToDoThatFailsTurnsTheNodeRed() {
        Worker.startOnce("doomed", health, () -> {
            throw new IllegalStateException("broken");
        });

        Awaitility.await().until(() -> !health.isReady());
        assertThat(health.reasons().get(0).part()).isEqualTo("thread doomed");
    }

    @Test
    void aWorkerThatMayEndDoesNotTurnTheNodeRedByIt() throws InterruptedException {
        var told = new CountDownLatch(1);
        var worker = Worker.start("obliging", health, told::await);

        worker.mayEnd();
        told.countDown();
        worker.stop(Duration.ofSeconds(10));

        assertThat(health.reasons()).isEmpty();
    }
}
