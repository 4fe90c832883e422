package io.tollhouse.consumer.continuity;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The sequences of one stream: up to where they have come, and what is missing of them. Not thread-safe. */
final class Line {
    /** Holes at once. With one more the oldest is said at once, and no longer watched. */
    static final int MOST_HOLES = 64;

    /** By the first sequence that is missing. */
    private final TreeMap<Long, Hole> holes = new TreeMap<>();

    private long first;
    private long firstOffset;
    private Instant firstAt;
    private long last;
    private long offset;
    private Instant seenAt;

    /**
     * Sequences that have not come.
     *
     * @param to inclusive
     * @param was the whole of which it is what is left
     * @param isSaid whether the whole was said
     */
    private record Hole(long from, long to, Missing was, boolean isSaid) {}

    /**
     * Sequences that had not come when one behind them did.
     *
     * @param to inclusive
     * @param since when the broker appended the one behind them
     */
    record Missing(long from, long to, Instant since) {}

    /** With the first record that is known of it. */
    Line(long first, long offset, Instant at) {
        this.first = first;
        this.firstOffset = offset;
        this.firstAt = at;
        this.last = first;
        this.offset = offset;
        this.seenAt = at;
    }

    /** As it was known to somebody else. */
    Line(Known known) {
        this(known.last(), known.offset(), known.seenAt());
        first = 0; // what stood before it was seen by whoever knew it
        for (var lack : known.lacks()) {
            var was = new Missing(lack.wholeFrom(), lack.wholeTo(), lack.since());
            holes.put(lack.from(), new Hole(lack.from(), lack.to(), was, lack.isFinal()));
        }
    }

    /**
     * As somebody else can take it up, but for the oldest holes where they are too many.
     *
     * @param isWritten whether what was said is written down
     */
    Known known(String stream, Predicate<Missing> isWritten) {
        var lacks = holes.values().stream()
                .skip(Math.max(0, holes.size() - MOST_HOLES))
                .map(hole -> new Known.Lack(
                        hole.from(),
                        hole.to(),
                        hole.was().from(),
                        hole.was().to(),
                        hole.was().since(),
                        hole.isSaid() && isWritten.test(hole.was())))
                .toList();
        return new Known(stream, last, offset, seenAt, lacks);
    }

    /** A record has come; says what is whole with it, where its absence was said. */
    Optional<Missing> seen(long sequence, long offset, Instant at) {
        this.offset = Math.max(this.offset, offset);
        seenAt = at.isAfter(seenAt) ? at : seenAt;
        if (sequence > last + 1) {
            holes.put(last + 1, new Hole(last + 1, sequence - 1, new Missing(last + 1, sequence - 1, at), false));
        }
        if (sequence > last) {
            last = sequence;
            return Optional.empty();
        }
        if (sequence < first && offset < firstOffset) {
            beginEarlier(sequence, offset, at);
            return Optional.empty();
        }
        var before = holes.floorEntry(sequence);
        return before == null || before.getValue().to() < sequence
                ? Optional.empty()
                : fill(before.getValue(), sequence);
    }

    /** It stands before the first one, and was on its way for longer. One that stands behind it is a replay. */
    private void beginEarlier(long sequence, long before, Instant at) {
        if (sequence + 1 < first) {
            var missing = new Missing(sequence + 1, first - 1, firstAt);
            holes.put(sequence + 1, new Hole(sequence + 1, first - 1, missing, false));
        }
        first = sequence;
        firstOffset = before;
        firstAt = at;
    }

    /** Whether everything that stands before its first record has come, where all before this offset has. */
    boolean isBegunBefore(long done) {
        return first == 0 || firstOffset < done;
    }

    private Optional<Missing> fill(Hole hole, long sequence) {
        holes.remove(hole.from());
        if (sequence > hole.from()) {
            holes.put(hole.from(), new Hole(hole.from(), sequence - 1, hole.was(), hole.isSaid()));
        }
        if (sequence < hole.to()) {
            holes.put(sequence + 1, new Hole(sequence + 1, hole.to(), hole.was(), hole.isSaid()));
        }
        boolean isWhole = holes.values().stream().noneMatch(other -> other.was().equals(hole.was()));
        return hole.isSaid() && isWhole ? Optional.of(hole.was()) : Optional.empty();
    }

    /** What is to be said now: what has been missing since before then, and what are too many holes to be watched. */
    List<Missing> due(Instant before) {
        var due = new ArrayList<Missing>();
        int tooMany = holes.size() - MOST_HOLES;
        for (var hole : List.copyOf(holes.values())) {
            boolean isDue = tooMany > 0 || !hole.was().since().isAfter(before);
            if (isDue && !hole.isSaid()) {
                due.add(hole.was());
                say(hole.was());
            }
            if (tooMany-- > 0) {
                holes.remove(hole.from());
            }
        }
        return due.stream().distinct().toList();
    }

    private void say(Missing what) {
        holes.replaceAll(
                (from, hole) -> hole.was().equals(what) ? new Hole(hole.from(), hole.to(), hole.was(), true) : hole);
    }

    /** No longer awaits what was said, and has been missing since before then; says it once more. */
    List<Missing> giveUp(Instant before) {
        var late = holes.values().stream()
                .filter(hole -> hole.isSaid() && hole.was().since().isBefore(before))
                .map(Hole::was)
                .distinct()
                .toList();
        holes.values().removeIf(hole -> late.contains(hole.was()));
        return late;
    }

    /** Whether nothing is missing of it, and nothing has come since before then. */
    boolean isOver(Instant before) {
        return holes.isEmpty() && seenAt.isBefore(before);
    }

    Instant seenAt() {
        return seenAt;
    }
}
