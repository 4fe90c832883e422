package io.tollhouse.consumer.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetentionTest {
    private static final Instant NOW = Instant.parse("2026-03-31T00:00:00Z");

    @ParameterizedTest(name = "{0}, made {1}: deleted: {2}")
    @CsvSource({
        "tollhouse-audit-2026.02.28, 2026-02-28T00:00:00Z, true",
        "tollhouse-audit-2026.02.27, 2026-02-27T00:00:00Z, true",
        "tollhouse-audit-2026.03.01, 2026-03-01T00:00:00Z, false",
        "tollhouse-audit-2026.02.27, 2026-03-20T00:00:00Z, false",
        "tollhouse-envelope-2026.02.27, 2026-02-27T00:00:00Z, true",
        "tollhouse-audit-2099.01.01, 2026-01-01T00:00:00Z, false",
        "tollhouse-audit-skewed, 2025-01-01T00:00:00Z, false",
        "tollhouse-audit-2026.02.30, 2025-01-01T00:00:00Z, false",
        "tollhouse-audit-2026.02.27-copy, 2025-01-01T00:00:00Z, false",
        "their-audit-2026.02.27, 2025-01-01T00:00:00Z, false"
    })
    void anIndexIsDeletedWhenItsDayAndItselfAreOldEnough(String index, Instant created, boolean isOld) {
        assertThat(Retention.isOld(index, created, NOW, Duration.ofDays(30))).isEqualTo(isOld);
    }
}
