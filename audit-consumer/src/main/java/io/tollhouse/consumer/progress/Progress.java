package io.tollhouse.consumer.progress;

import io.tollhouse.consumer.continuity.Continuity;
import io.tollhouse.consumer.continuity.Known;
import io.tollhouse.consumer.intake.Memory;
import io.tollhouse.process.health.Health;
import io.tollhouse.process.kafka.Backoff;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes up what is known of the streams of partitions that come, and writes what changed before each commit. Each consumer that gets
 * a partition writes all of it anew under an era of its own, so that what a predecessor still writes is not believed.
 */
public final class Progress implements Memory {
    private static final Logger LOG = LoggerFactory.getLogger(Progress.class);

    private static final String NOT_KEPT =
            "how far streams have come is not kept, so a gap that is open when this consumer stops is found by the check of its day only";

    /** Notes of some partitions, to be in memory together; of one, there may be more. */
    private static final int AT_ONCE = 2_000;

    private final Notes notes;
    private final Continuity continuity;
    private final Health.Part health;
    private final LongSupplier nanoTime;
    private final Backoff backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(10));
    private final Map<Integer, Kept> ours = new TreeMap<>();

    /** How many partitions the topic has. */
    private int count;

    private boolean isTroubled;
    private long againAt;

    /** @param nanoTime of a clock that only goes forward */
    public Progress(KafkaNotes notes, Continuity continuity, Health health, LongSupplier nanoTime) {
        this((Notes) notes, continuity, health, nanoTime);
    }

    Progress(Notes notes, Continuity continuity, Health health, LongSupplier nanoTime) {
        this.notes = notes;
        this.continuity = continuity;
        this.health = health.part("progress");
        this.nanoTime = nanoTime;
    }

    @Override
    public void come(String topicId, Set<Integer> partitions, Map<Integer, Long> commits) {
        partitions.forEach(partition -> ours.put(partition, new Kept(partition, topicId)));
        try {
            count = notes.partitions();
            var there = partitions.stream().filter(number -> number < count).collect(Collectors.toSet());
            notes.read(there).forEach((partition, found) -> takeUp(topicId, partition, found, commits));
            well();
        } catch (KafkaTrouble e) {
            trouble(e.reason());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private void takeUp(String topicId, int partition, Found found, Map<Integer, Long> commits) {
        var known = Optional.ofNullable(commits.get(partition))
                .flatMap(commit -> found.believed(topicId, commit))
                .orElse(List.of());
        continuity.takeUp(partition, known);
        var rest = new HashSet<>(found.streams());
        known.stream().map(Known::stream).forEach(rest::remove);
        Optional.ofNullable(ours.get(partition)).ifPresent(kept -> kept.rest.addAll(rest));
        LOG.info(
                "partition {}: {} streams go on from what is known of them; {} others are given up, and {} records could not be read",
                partition,
                known.size(),
                rest.size(),
                found.unreadable());
    }

    @Override
    public void gone(int partition) {
        ours.remove(partition);
    }

    @Override
    public void done(Map<Integer, Long> offsets) {
        offsets.forEach(
                (partition, offset) -> Optional.ofNullable(ours.get(partition)).ifPresent(kept -> kept.done(offset)));
        boolean isDue = nanoTime.getAsLong() - againAt >= 0;
        if (isTroubled && !isDue) {
            return;
        }
        try {
            if (isTroubled || (isShort() && isDue)) {
                count = notes.partitions();
                waitUntilAgain();
            }
            write();
            well();
        } catch (KafkaTrouble e) {
            trouble(e.reason());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private void write() throws KafkaTrouble, InterruptedException {
        var some = new ArrayList<Kept>();
        var all = new ArrayList<Note>();
        for (var kept : ours.values()) {
            if (kept.partition < count && kept.isBehind(continuity)) {
                some.add(kept);
                all.addAll(kept.notes(continuity));
            }
            if (all.size() > AT_ONCE) {
                write(some, all);
            }
        }
        write(some, all);
    }

    private void write(List<Kept> some, List<Note> all) throws KafkaTrouble, InterruptedException {
        if (some.isEmpty()) {
            return;
        }
        boolean isWritten = false;
        try {
            notes.write(all);
            isWritten = true;
        } finally {
            some.forEach(isWritten ? Kept::written : Kept::beginAnew);
        }
        some.clear();
        all.clear();
    }

    /** How many partitions it must have for ours. */
    private int needed() {
        return ours.keySet().stream().mapToInt(partition -> partition + 1).max().orElse(0);
    }

    private boolean isShort() {
        return needed() > count;
    }

    /** What was asked is done, for the partitions that it has. */
    private void well() {
        isTroubled = false;
        if (isShort()) {
            health.degraded(NOT_KEPT
                    + ": of partitions from %d on, which the topic has not; %s".formatted(count, notes.grow(needed())));
        } else {
            backoff.reset();
            health.fine();
        }
    }

    private void trouble(String reason) {
        isTroubled = true;
        waitUntilAgain();
        health.degraded(NOT_KEPT + ": " + reason);
    }

    private void waitUntilAgain() {
        againAt = nanoTime.getAsLong() + backoff.next().toNanos();
    }
}
