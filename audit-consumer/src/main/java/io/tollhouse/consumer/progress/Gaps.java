package io.tollhouse.consumer.progress;

import io.tollhouse.consumer.continuity.Known;
import io.tollhouse.consumer.continuity.Known.Lack;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Which gaps the streams of all partitions have, whoever judges them, as far as it is written down. Safe from any thread. */
public final class Gaps {
    /** What is missing for less closes by itself as a rule: requests to the index overtake each other. */
    private static final Duration YOUNG = Duration.ofMinutes(1);

    /** Whoever asks sooner gets the same answer. */
    private static final Duration KEPT = Duration.ofSeconds(5);

    private final Notes notes;
    private final Clock clock;
    private Instant readAt = Instant.MIN;
    private List<OfNode> last = List.of();

    /**
     * Gaps in the streams of one node.
     *
     * @param streams that have any
     * @param open which are awaited for more than a minute, and not yet judged
     * @param found which were judged, and are missing still
     */
    public record OfNode(String node, int streams, int open, int found) {
        private OfNode and(OfNode other) {
            return new OfNode(node, streams + other.streams, open + other.open, found + other.found);
        }
    }

    public Gaps(KafkaNotes notes, Clock clock) {
        this((Notes) notes, clock);
    }

    Gaps(Notes notes, Clock clock) {
        this.notes = notes;
        this.clock = clock;
    }

    /** Of the nodes that have any, in the order of their names. */
    public synchronized List<OfNode> look() throws GapsUnavailable, InterruptedException {
        var now = clock.instant();
        if (readAt.isBefore(now.minus(KEPT))) {
            last = read(now.minus(YOUNG));
            readAt = now;
        }
        return last;
    }

    private List<OfNode> read(Instant young) throws GapsUnavailable, InterruptedException {
        try {
            var all = IntStream.range(0, notes.partitions()).boxed().collect(Collectors.toSet());
            var nodes = new TreeMap<String, OfNode>();
            for (var found : notes.read(all).values()) {
                for (var known : found.ofTheLastEra()) {
                    var gaps = of(known, young);
                    if (gaps.open() + gaps.found() > 0) {
                        nodes.merge(gaps.node(), gaps, OfNode::and);
                    }
                }
            }
            return List.copyOf(nodes.values());
        } catch (KafkaTrouble e) {
            throw new GapsUnavailable(e.reason());
        }
    }

    private static OfNode of(Known known, Instant young) {
        int open = count(known, lack -> !lack.isFinal() && lack.since().isBefore(young));
        int found = count(known, Lack::isFinal);
        return new OfNode(known.stream().replaceFirst("/.*", ""), 1, open, found);
    }

    /** A gap of which some records came may have been left in several pieces. */
    private static int count(Known known, Predicate<Lack> which) {
        return (int) known.lacks().stream()
                .filter(which)
                .map(lack -> List.of(lack.wholeFrom(), lack.wholeTo()))
                .distinct()
                .count();
    }
}
