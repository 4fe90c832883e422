package io.tollhouse.local.outages;

import static org.assertj.core.api.Assertions.assertThat;

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

    @Test
    void eachBrokerIsDownInTurn() throws Exception {
        scenarios.nothingIsLeft();
        scenarios.holds("2-brokers", load -> {
            for (var broker : brokers) {
                broker.kill();
                try {
                    Scenarios.away();
                    assertThat(load.once(scenarios.fleet().node(1).agent(), OutagesFleet.SURE))
                            .as("two brokers have it")
                            .isEqualTo(204);
                } finally {
                    broker.startAgain();
                }
                brokers.get(0).awaitInSync(Topic.AUDIT, brokers.size());
            }
            assertThat(load.letThrough())
                    .as("nobody is refused for want of a broker")
                    .noneMatch(asked -> asked.answer().status() == 503);
        });
    }
}
