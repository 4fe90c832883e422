package io.tollhouse.consumer.progress;

import io.tollhouse.process.kafka.KafkaTrouble;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The topic in memory. Nothing is compacted. */
final class FakeNotes implements Notes {
    final List<Note> written = new ArrayList<>();

    /** Why it takes and gives nothing; null where it does. */
    @Nullable
    String trouble;

    int partitions = 3;
    int asked;
    int writes;

    @Override
    public int partitions() throws KafkaTrouble {
        fail();
        return partitions;
    }

    private void fail() throws KafkaTrouble {
        asked++;
        if (trouble != null) {
            throw new KafkaTrouble(trouble);
        }
    }

    @Override
    public Map<Integer, Found> read(Set<Integer> numbers) throws KafkaTrouble {
        fail();
        var found = new HashMap<Integer, Found>();
        for (int number : numbers) {
            var here = new Found(number);
            written.stream()
                    .filter(note -> note.partition() == number)
                    .forEach(note -> here.add(
                            0,
                            note.key().getBytes(StandardCharsets.UTF_8),
                            note.value().orElse(null)));
            found.put(number, here);
        }
        return found;
    }

    @Override
    public void write(List<Note> notes) throws KafkaTrouble {
        fail();
        writes++;
        written.addAll(notes);
    }

    @Override
    public String grow(int number) {
        return "grow to " + number;
    }

    /** The keys of what was written from then on, and which of them were taken back. */
    List<String> keysSince(int from) {
        return written.subList(from, written.size()).stream()
                .map(note -> note.key() + (note.value().isEmpty() ? " gone" : ""))
                .toList();
    }
}
