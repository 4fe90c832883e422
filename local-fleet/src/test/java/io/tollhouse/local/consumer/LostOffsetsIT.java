package io.tollhouse.local.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollhouse.local.testing.TestElasticsearch;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The group stands where the topic has nothing: that is said, and everything that is there is indexed once. */
class LostOffsetsIT {
    private static final Duration SOON = Duration.ofSeconds(40);

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private ConsumerFleet fleet;

    @SuppressWarnings("NullAway.Init")
    private TestConsumer consumer;

    private final Records records = new Records("00000000000f");

    @BeforeEach
    void readTwentyAndStop() throws Exception {
        var elasticsearch = TestElasticsearch.shared();
        fleet = ConsumerFleet.start(folder);
        consumer = fleet.consumer("consumer", elasticsearch.url());
        consumer.process().awaitReady();
        fleet.sendAll(0, records.refusals(20));
        await().atMost(SOON).untilAsserted(() -> assertThat(fleet.committed(0)).isEqualTo(20));
        assertThat(consumer.process().stop()).isZero();
        fleet.sendAll(0, records.refusals(10));
    }

    @AfterEach
    void stop() {
        fleet.close();
    }

    private void startAgainAndAwait(int committed, int found) throws Exception {
        consumer.process().startAgain();
        consumer.process().awaitReady();
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(fleet.committed(0)).isEqualTo(committed);
            assertThat(fleet.find(consumer.api(), "")).hasSize(found);
        });
    }

    private void assertSaid(String cause, int lost, String sentence) throws Exception {
        assertThat(fleet.get(consumer.api(), "/metrics").lines())
                .contains(
                        "tollhouse_consumer_restarts_total{cause=\"" + cause + "\"} 1.0",
                        "tollhouse_consumer_lost_total " + lost + ".0");
        assertThat(fleet.get(consumer.api(), "/readyz").text()).contains(sentence);
    }

    @Test
    void whatTheTopicDroppedBeforeItWasIndexedIsCountedAndTheRestIsIndexed() throws Exception {
        fleet.dropBefore(0, 25);

        startAgainAndAwait(30, 25);

        assertSaid("expired", 5, "5 records of tollhouse.audit-0 are lost");
    }

    @Test
    void aCommitBehindTheEndIsNotBelieved() throws Exception {
        fleet.commit(0, 1_000, "");

        startAgainAndAwait(30, 30);

        assertSaid("beyond", 0, "the group stood at 1000 of tollhouse.audit-0, which ends at 30");
    }

    @Test
    void aCommitOfAnotherTopicOfThatNameIsNotBelieved() throws Exception {
        fleet.commit(0, 25, "AnotherTopicsId");

        startAgainAndAwait(30, 30);

        assertSaid("replaced", 0, "is another topic");
    }

    @Test
    void aCommitThatNamesNoTopicIsGoneOnFrom() throws Exception {
        fleet.commit(0, 20, "");

        startAgainAndAwait(30, 30);

        assertThat(fleet.get(consumer.api(), "/metrics").lines())
                .contains("tollhouse_indexed_total{result=\"duplicate\"} 0.0", "tollhouse_consumer_lost_total 0.0");
        assertThat(fleet.get(consumer.api(), "/readyz").text()).doesNotContain("losses");
    }
}
