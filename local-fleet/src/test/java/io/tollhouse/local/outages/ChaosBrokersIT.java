package io.tollhouse.local.outages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.local.node.TestBroker;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults of a Kafka of three brokers, of which two must have a record. */
@Tag("long")
class ChaosBrokersIT {
    private List<TestBroker> brokers = List.of();
    private Scenarios scenarios;
    private long unsure;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        brokers = TestBroker.three(folder);
        scenarios = Scenarios.start(folder, brokers.get(0));
    }

    @AfterEach
    void stop() {
        if (scenarios != null) {
            scenarios.close();
        }
        brokers.forEach(TestBroker::close);
    }

    private boolean isSure(Load load) throws Exception {
        boolean isSure = load.once(scenarios.fleet().node(1).agent(), OutagesFleet.SURE) == 204;
        unsure += isSure ? 0 : 1;
        return isSure;
    }

    @Test
    void eachBrokerIsDownInTurn() throws Exception {
        scenarios.nothingIsLeft();
        scenarios.holds("2-brokers", load -> {
            for (var broker : brokers) {
                broker.kill();
                try {
                    Scenarios.away();
                    await("two brokers have it, once they know that the third is gone")
                            .atMost(Scenarios.SOON)
                            .until(() -> isSure(load));
                } finally {
                    broker.startAgain();
                }
                brokers.get(0).awaitInSync(Topic.AUDIT, brokers.size());
            }
            assertThat(load.letThrough().stream()
                            .filter(asked -> asked.answer().status() == 503)
                            .count())
                    .as("refused for want of a broker, but for what two of them must have")
                    .isEqualTo(unsure);
        });
    }
}
