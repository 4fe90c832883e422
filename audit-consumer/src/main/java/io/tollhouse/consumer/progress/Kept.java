package io.tollhouse.consumer.progress;

import io.tollhouse.consumer.continuity.Changes;
import io.tollhouse.consumer.continuity.Continuity;
import io.tollhouse.consumer.progress.NoteForm.OfPartition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What was written of one partition that is ours, and what is to be written. Not thread-safe. */
final class Kept {
    final int partition;

    /** Streams that stand there from before, and of which nothing is known here. */
    final Set<String> rest = new HashSet<>();

    private final String topicId;
    private boolean isBehind;
    private String era = newEra();
    private boolean isNew = true;
    private long through;

    Kept(int partition, String topicId) {
        this.partition = partition;
        this.topicId = topicId;
    }

    private static String newEra() {
        return UUID.randomUUID().toString().substring(0, 8);
    }

    /** Everything before this offset is done. */
    void done(long offset) {
        through = offset;
        isBehind = true;
    }

    /** Whether there is something to write: other offsets, or other knowledge behind the same. */
    boolean isBehind(Continuity continuity) {
        return isBehind || (!isNew && continuity.isChanged(partition));
    }

    /** What to write. What holds for all of it comes last: then the rest stands there. */
    List<Note> notes(Continuity continuity) {
        var changes = isNew ? Optional.<Changes>empty() : continuity.changed(partition, through);
        if (changes.isEmpty() && !isNew) {
            beginAnew();
        }
        var what = changes.orElseGet(() -> new Changes(continuity.all(partition, through), List.of()));
        var notes = new ArrayList<Note>();
        what.gone().forEach(stream -> notes.add(new Note(partition, stream, Optional.empty())));
        for (var known : what.known()) {
            rest.remove(known.stream());
            notes.add(new Note(partition, known.stream(), Optional.of(NoteForm.write(era, known))));
        }
        rest.forEach(stream -> notes.add(new Note(partition, stream, Optional.empty())));
        var whole = NoteForm.write(new OfPartition(era, topicId, through));
        notes.add(new Note(partition, NoteForm.PARTITION, Optional.of(whole)));
        return notes;
    }

    void written() {
        isBehind = false;
        isNew = false;
        rest.clear();
    }

    /** It is not known what stands there. */
    void beginAnew() {
        era = newEra();
        isNew = true;
    }
}
