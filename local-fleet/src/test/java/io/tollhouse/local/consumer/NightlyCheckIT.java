package io.tollhouse.local.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollhouse.contract.audit.AuditEvent;
import io.tollhouse.contract.audit.AuditField;
import io.tollhouse.contract.audit.Stage;
import io.tollhouse.local.testing.TestElasticsearch;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A day that is over is checked by itself. */
class NightlyCheckIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    /** Of the day that is the last one to be over, also half an hour after midnight. */
    private static Instant noon() {
        return Instant.now()
                .minus(Duration.ofMinutes(30))
                .atOffset(ZoneOffset.UTC)
                .toLocalDate()
                .minusDays(1)
                .atTime(LocalTime.NOON)
                .toInstant(ZoneOffset.UTC);
    }

    private static List<byte[]> day() {
        var writer = new Records("0123456789aa");
        var records = new ArrayList<byte[]>();
        for (int i = 0; i < 10; i++) {
            var event = AuditEvent.of(Stage.REFUSAL, noon().plusSeconds(i), "http", "r-" + i)
                    .text(AuditField.USER_NAME, "agent-" + i);
            records.add(writer.encode(event).bytes());
        }
        return records;
    }

    @Test
    void whatIsMissingOfADayThatIsOverIsCountedAndSaid(@TempDir Path folder) throws Exception {
        var records = day();
        records.remove(4);
        try (var fleet = ConsumerFleet.start(folder)) {
            var consumer = fleet.consumer("consumer", TestElasticsearch.shared().url());
            consumer.process().awaitReady();
            fleet.send(0, records);
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(fleet.committed(0)).isEqualTo(9));
            assertThat(consumer.process().stop()).isZero();

            consumer.process().startAgain();

            await().atMost(SOON)
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(
                                    fleet.get(consumer.api(), "/readyz").text())
                            .contains(
                                    "\"ready\":true", "is not as nodes wrote it, 1 findings", "record 4 is not there"));
            assertThat(fleet.get(consumer.api(), "/metrics").lines())
                    .contains("tollhouse_trail_findings_total{kind=\"deleted\"} 1.0")
                    .contains("tollhouse_trail_findings_total{kind=\"edited\"} 0.0");
        }
    }
}
