package io.tollhouse.consumer.progress;

import io.tollhouse.consumer.continuity.Known;
import io.tollhouse.consumer.progress.NoteForm.OfPartition;
import io.tollhouse.consumer.progress.NoteForm.OfStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one partition of the progress topic has: the last of each key, but for what cannot be read. */
final class Found {
    private static final Logger LOG = LoggerFactory.getLogger(Found.class);

    /** Of streams, several times as many as a partition has of a thousand nodes; what stands behind them is passed over. */
    private static final int MOST = 5_000;

    private final int partition;

    /** Empty where the last of the key cannot be read. */
    private final Map<String, Optional<OfStream>> streams = new HashMap<>();

    private @Nullable OfPartition whole;
    private int unreadable;

    Found(int partition) {
        this.partition = partition;
    }

    /** The next record, in their order. */
    void add(long offset, byte @Nullable [] key, byte @Nullable [] value) {
        var name = key == null ? "" : new String(key, StandardCharsets.UTF_8);
        try {
            if (name.equals(NoteForm.PARTITION)) {
                whole = null;
                whole = value == null ? null : NoteForm.partition(value);
            } else if (value == null) {
                streams.remove(name);
            } else if (streams.size() < MOST || streams.containsKey(name)) {
                streams.put(name, Optional.empty());
                streams.put(name, Optional.of(NoteForm.stream(name, value)));
            }
        } catch (IOException e) {
            if (unreadable++ == 0) {
                LOG.warn(
                        "a record on partition {} of the progress topic, at offset {}, cannot be read and is passed over: {}",
                        partition,
                        offset,
                        e.getMessage());
            }
        }
    }

    /**
     * What may be taken up; empty where it is behind the group, for its streams may have gone on since.
     *
     * @param topicId of the audit topic that is read
     * @param commit where the group stands
     */
    Optional<List<Known>> believed(String topicId, long commit) {
        return whole == null || !whole.topic().equals(topicId) || whole.through() < commit
                ? Optional.empty()
                : Optional.of(ofTheLastEra());
    }

    /** What whoever has the partition now, or had it last, wrote of its streams. */
    List<Known> ofTheLastEra() {
        var era = whole == null ? "" : whole.era();
        return streams.values().stream()
                .flatMap(Optional::stream)
                .filter(stream -> stream.era().equals(era))
                .map(OfStream::known)
                .toList();
    }

    /** The keys of all streams that stand there. */
    Set<String> streams() {
        return Set.copyOf(streams.keySet());
    }

    int unreadable() {
        return unreadable;
    }
}
