package io.tollhouse.consumer.continuity;

import io.tollhouse.consumer.continuity.Line.Missing;
import io.tollhouse.contract.audit.EventId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The streams of one partition, and which of them changed. Not thread-safe. */
final class Streams {
    /** Beyond, the one that was silent for longest is no longer watched. */
    static final int MOST = 20_000;

    /** A stream that is silent for so long is over, whether it said so or not. */
    private static final Duration SILENT = Duration.ofHours(24);

    /** What is said to be missing is awaited for so long: then the topic has nothing of that time either. */
    private static final Duration AWAITED = Duration.ofDays(7);

    private static final int MOST_CHANGED = 2 * MOST;

    private final Map<String, Line> lines = new HashMap<>();
    private Instant now = Instant.MIN;
    private Instant looked = Instant.MIN;

    /** Null while nobody has asked for all of it, or where they are too many. */
    private @Nullable Set<String> changed;

    /** Goes on with what somebody else knew. */
    void takeUp(List<Known> streams) {
        for (var known : streams) {
            lines.put(known.stream(), new Line(known));
            now = later(now, known.seenAt());
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** The stream that must go for this one, where it is a new one and they are too many. */
    Optional<String> makeRoomFor(String stream) {
        if (lines.size() < MOST || lines.containsKey(stream)) {
            return Optional.empty();
        }
        var silent = lines.entrySet().stream()
                .min(Comparator.comparing(line -> line.getValue().seenAt()))
                .map(Map.Entry::getKey);
        silent.ifPresent(this::end);
        return silent;
    }

    private void end(String stream) {
        lines.remove(stream);
        change(stream);
    }

    /** A record has come; says what is whole with it, where its absence was said. */
    Optional<Missing> seen(EventId id, long offset, Instant appended) {
        now = later(now, appended);
        var stream = id.topicKey();
        change(stream);
        var line = lines.get(stream);
        if (line == null) {
            lines.put(stream, new Line(id.sequence(), offset, appended));
            return Optional.empty();
        }
        return line.seen(id.sequence(), offset, appended);
    }

    /** Looks what is due, unless no time has passed since. */
    void look(Duration patience, BiConsumer<String, Missing> found, BiConsumer<String, Missing> givenUp) {
        if (now.equals(looked)) {
            return;
        }
        looked = now;
        var over = new ArrayList<String>();
        lines.forEach((stream, line) -> {
            line.due(now.minus(patience)).forEach(missing -> found.accept(stream, missing));
            var late = line.giveUp(now.minus(AWAITED));
            late.forEach(missing -> givenUp.accept(stream, missing));
            if (!late.isEmpty()) {
                change(stream);
            }
            if (line.isOver(now.minus(SILENT))) {
                over.add(stream);
            }
        });
        over.forEach(this::end);
    }

    /** What is known of a stream is another thing now. */
    void change(String stream) {
        if (changed == null) {
            return;
        }
        changed.add(stream);
        if (changed.size() > MOST_CHANGED) {
            changed = null;
        }
    }

    /**
     * Everything, but for streams of which an earlier record may be on its way: those come again whole to whoever is next. From now on,
     * changes are noted.
     *
     * @param done offset before which every record has come
     * @param isWritten whether a gap that was said is written down
     */
    List<Known> all(long done, BiPredicate<String, Missing> isWritten) {
        var begins = begins(lines.keySet(), done);
        changed = new HashSet<>(begins);
        return lines.keySet().stream()
                .filter(stream -> !begins.contains(stream))
                .map(stream -> known(stream, isWritten))
                .flatMap(Optional::stream)
                .toList();
    }

    private Set<String> begins(Set<String> streams, long done) {
        return streams.stream()
                .filter(stream -> {
                    var line = lines.get(stream);
                    return line != null && !line.isBegunBefore(done);
                })
                .collect(Collectors.toSet());
    }

    boolean isChanged() {
        return changed != null && !changed.isEmpty();
    }

    /** What changed since this was asked last, as {@link #all} tells it; empty where that is not known, and all must be asked for. */
    Optional<Changes> changed(long done, BiPredicate<String, Missing> isWritten) {
        if (changed == null) {
            return Optional.empty();
        }
        var begins = begins(changed, done);
        changed.removeAll(begins);
        var known = new ArrayList<Known>();
        var gone = new ArrayList<String>();
        changed.forEach(stream -> known(stream, isWritten).ifPresentOrElse(known::add, () -> gone.add(stream)));
        changed.clear();
        changed.addAll(begins);
        return Optional.of(new Changes(known, gone));
    }

    private Optional<Known> known(String stream, BiPredicate<String, Missing> isWritten) {
        return Optional.ofNullable(lines.get(stream))
                .map(line -> line.known(stream, missing -> isWritten.test(stream, missing)));
    }
}
