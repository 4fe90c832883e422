package io.tollhouse.process.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofMillis(300));

    @Test
    void itDoublesUpToItsLimit() {
        for (long most : new long[] {100, 200, 300, 300}) {
            assertThat(backoff.next()).isBetween(Duration.ZERO, Duration.ofMillis(most));
        }
    }

    @Test
    void itIsSpreadOverTheWholeTime() {
        var waits = Stream.generate(backoff::next)
                .limit(200)
                .map(Duration::toMillis)
                .toList();

        assertThat(waits).anyMatch(wait -> wait < 100).anyMatch(wait -> wait > 200);
    }

    @Test
    void itBeginsAnewWhenSomethingWorked() {
        backoff.next();
        backoff.next();
        backoff.reset();

        assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofMillis(100));
    }
}
