package io.tollhouse.consumer.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollhouse.consumer.continuity.Known;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class TopicReadTest {
    private static final TopicPartition FIRST = new TopicPartition("progress", 0);
    private static final TopicPartition SECOND = new TopicPartition("progress", 1);
    private static final Known KNOWN = new Known("node-1/0123456789ab/0001", 4, 40, Instant.EPOCH, List.of());

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private long nanos;
    private final TopicRead read =
            new TopicRead(consumer, () -> nanos += Duration.ofSeconds(1).toNanos(), Duration.ofSeconds(10));

    private static ConsumerRecord<byte[], byte[]> record(TopicPartition to, long offset, String key, byte[] value) {
        return new ConsumerRecord<>(to.topic(), to.partition(), offset, key.getBytes(StandardCharsets.UTF_8), value);
    }

    @Test
    void itEndsWhereThePartitionsEndedWhenItBegan() throws Exception {
        consumer.updateBeginningOffsets(Map.of(FIRST, 0L, SECOND, 7L));
        consumer.updateEndOffsets(Map.of(FIRST, 2L, SECOND, 7L));
        consumer.schedulePollTask(
                () -> consumer.addRecord(record(FIRST, 0, KNOWN.stream(), NoteForm.write("e", KNOWN))));
        consumer.schedulePollTask(() -> consumer.addRecord(
                record(FIRST, 1, NoteForm.PARTITION, NoteForm.write(new NoteForm.OfPartition("e", "topic", 41)))));

        var found = read.read("progress", Set.of(0, 1));

        assertThat(Objects.requireNonNull(found.get(0)).believed("topic", 41)).contains(List.of(KNOWN));
        assertThat(Objects.requireNonNull(found.get(1)).believed("topic", 0)).isEmpty();
    }

    @Test
    void whatTakesTooLongIsGivenUpWhole() {
        consumer.updateBeginningOffsets(Map.of(FIRST, 0L));
        consumer.updateEndOffsets(Map.of(FIRST, 2L));

        assertThatThrownBy(() -> read.read("progress", Set.of(0)))
                .isInstanceOf(KafkaTrouble.class)
                .hasMessageContaining("reading progress took longer than 10 s", "progress-0");
    }
}
