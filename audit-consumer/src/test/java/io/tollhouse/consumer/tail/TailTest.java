package io.tollhouse.consumer.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.consumer.query.QueryParser;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TailTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final AtomicLong nanos = new AtomicLong(5);
    private final Tail tail = tail("agent:a");

    private Tail tail(String query) {
        try {
            return new Tail(QueryParser.parse(query), out, nanos::get);
        } catch (io.tollhouse.consumer.query.BadQuery e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static byte[] record(int number, String agent) {
        var form = "{\"event.id\":\"node-1-0123456789ab-0002-%012x\","
                + "\"@timestamp\":\"2026-01-31T10:00:00Z\",\"user.name\":\"%s\"}";
        return form.formatted(number, agent).getBytes(StandardCharsets.UTF_8);
    }

    private List<String> lines() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void onlyRecordsThatAreMeantAreShown() throws Exception {
        tail.offer(record(0, "a"));
        tail.offer(record(1, "b"));
        tail.offer("not\nours".getBytes(StandardCharsets.UTF_8));
        tail.offer(null);

        assertThat(lines()).containsExactly(new String(record(0, "a"), StandardCharsets.UTF_8));
    }

    @Test
    void whatIsPastTheMostOfASecondIsCountedAndSaidOnce() throws Exception {
        for (int i = 0; i < 1_007; i++) {
            tail.offer(record(i, "a"));
        }
        assertThat(lines()).hasSize(1_000);

        pass(Duration.ofSeconds(1));
        tail.tick();
        tail.offer(record(2_000, "a"));
        pass(Duration.ofSeconds(1));
        tail.tick();

        assertThat(lines()).hasSize(1_002);
        assertThat(lines().get(1_000)).isEqualTo("{\"tollhouse.tail.skipped\": 7}");
    }

    @Test
    void anEmptyLineShowsThatItLives() throws Exception {
        pass(Duration.ofSeconds(9));
        tail.tick();
        assertThat(lines()).isEmpty();

        pass(Duration.ofSeconds(1));
        tail.tick();
        tail.tick();
        assertThat(lines()).containsExactly("");
    }
}
