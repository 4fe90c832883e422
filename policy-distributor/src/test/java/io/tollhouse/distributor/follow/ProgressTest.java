package io.tollhouse.distributor.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProgressTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    private final Progress progress = new Progress();

    static Stream<Arguments> events() {
        return Stream.of(
                Arguments.of("the end is proved", (Consumer<Progress>) Progress::proved, true),
                Arguments.of("there is trouble", (Consumer<Progress>) Progress::inTrouble, false));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("events")
    void whoWaitsForTheFirstEndIsToldWhen(String what, Consumer<Progress> event, boolean atEnd) throws Exception {
        var answer = new CompletableFuture<Boolean>();
        var waiting = new Thread(() -> {
            try {
                answer.complete(progress.awaitFirstEnd(LONG));
            } catch (InterruptedException e) {
                answer.completeExceptionally(e);
            }
        });
        waiting.start();
        event.accept(progress);

        assertThat(answer.get(10, TimeUnit.SECONDS)).as(what).isEqualTo(atEnd);
    }

    @Test
    void aReadingThatBeginsAgainIsWaitedForAndOneInTroubleIsNot() throws Exception {
        progress.proved();
        assertThat(progress.awaitFirstEnd(LONG)).isTrue();
        progress.lost();
        assertThat(progress.awaitFirstEnd(Duration.ofMillis(1))).isFalse();
        progress.inTrouble();
        assertThat(progress.awaitFirstEnd(LONG)).isFalse();
        progress.proved();
        assertThat(progress.awaitFirstEnd(LONG)).isTrue();
    }
}
