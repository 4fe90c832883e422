package io.tollhouse.local.outages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Faults under load. Each ends with a comparison of what clients were answered and what the index has; and where somebody on the way to the
 * index takes, doubles or changes one record, that comparison must name it. How long and how often are settings of the test: {@code
 * -Dtollhouse.outage=60s -Dtollhouse.kills=20 -Dtollhouse.sabotage=true}.
 */
class ChaosIT implements NodeFaults, KafkaFaults, IndexFaults, PolicyFaults, LedgerFaults, ClockFaults, TrailFaults {
    private static Scenarios scenarios;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        scenarios = Scenarios.start(folder);
    }

    @AfterAll
    static void stop() {
        if (scenarios != null) {
            scenarios.close();
        }
    }

    @Override
    public Scenarios scenarios() {
        return scenarios;
    }

    @BeforeEach
    void nothingIsUnderWay() throws Exception {
        scenarios.nothingIsLeft();
    }

    @Test
    void nothingHappens() throws Exception {
        var said = scenarios.run("0-nothing", load -> Scenarios.awaitMore(load));
        Scenarios.isWhole(said);
        assertThat(said.out()).contains("\"envelope\":0");
        assertThat(List.of(Scenarios.client("0-nothing"), Scenarios.index("0-nothing")))
                .allSatisfy(file -> assertThat(file).isNotEmptyFile());
    }
}
