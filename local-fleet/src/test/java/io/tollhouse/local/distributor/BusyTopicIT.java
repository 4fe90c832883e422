package io.tollhouse.local.distributor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.distributor.follow.Listener;
import io.tollhouse.distributor.follow.TopicFollower;
import io.tollhouse.local.node.TestBroker;
import io.tollhouse.process.health.Health;
import io.tollhouse.process.health.Worker;
import io.tollhouse.process.kafka.KafkaAccess;
import io.tollhouse.process.kafka.KafkaDesk;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A topic on which somebody writes all the time, as a thousand nodes do. */
class BusyTopicIT {
    /** 10 seconds without a proof are too many; by this clock they are two. */
    private static final int FASTER = 5;

    private static final Duration HELD = Duration.ofSeconds(20);

    @TempDir
    static Path folder;

    /** Counts what it hears. */
    private static final class Count implements Listener {
        final AtomicInteger records = new AtomicInteger();

        @Override
        public void restart(Map<String, String> topicIds) {}

        @Override
        public void record(ConsumerRecord<byte[], byte[]> record, boolean fresh) {
            records.incrementAndGet();
        }
    }

    @Test
    void whatIsReadStaysFreshAlthoughThereIsAlwaysMore() throws Exception {
        try (var broker = TestBroker.start(folder);
                var node = new SayingNode("node-1", broker.address())) {
            broker.create(Topic.FLEET);
            var access = new KafkaAccess(List.of(broker.address()), Map.of(), "distributor");
            var health = new Health();
            LongSupplier clock = () -> FASTER * System.nanoTime();
            var heard = new Count();
            try (var desk = new KafkaDesk(access)) {
                var follower = new TopicFollower("fleet", List.of(Topic.FLEET), heard, access, desk, health, clock);
                var writing = Worker.start("writing", health, () -> writeAllTheTime(node));
                var following = Worker.start("following", health, follower::run);
                Awaitility.await("it is at the end once")
                        .untilAsserted(
                                () -> assertThatCode(follower::requireFresh).doesNotThrowAnyException());

                int before = heard.records.get();
                long end = clock.getAsLong() + HELD.toNanos();
                Awaitility.await("it hears more for a while, and knows that it does")
                        .pollInterval(Duration.ofMillis(20))
                        .until(() -> {
                            follower.requireFresh();
                            return clock.getAsLong() - end > 0;
                        });

                assertThat(heard.records.get() - before).isGreaterThan(100);
                following.stop(Duration.ofSeconds(10));
                writing.stop(Duration.ofSeconds(10));
            }
        }
    }

    private static void writeAllTheTime(SayingNode node) throws InterruptedException {
        try {
            while (!Thread.interrupted()) {
                node.says(null, null, 0);
            }
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
