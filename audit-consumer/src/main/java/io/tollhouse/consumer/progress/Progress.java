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
            tellOfGrowth();
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
        if (isTroubled && nanoTime.getAsLong() - againAt < 0) {
            return;
        }
        try {
            if (isTroubled) {
                count = notes.partitions();
            }
            write();
            tellOfGrowth();
        } catch (KafkaTrouble e) {
            trouble(e.reason());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private void write() throws KafkaTrouble, InterruptedException {
        var behind = ours.values().stream()
                .filter(kept -> kept.partition < count && kept.isBehind(continuity))
                .toList();
        if (behind.isEmpty()) {
            return;
        }
        boolean isWritten = false;
        try {
            var all = new ArrayList<Note>();
            behind.forEach(kept -> all.addAll(kept.notes(continuity)));
            notes.write(all);
            isWritten = true;
        } finally {
            behind.forEach(isWritten ? Kept::written : Kept::beginAnew);
        }
    }

    private void tellOfGrowth() {
        int most = ours.keySet().stream()
                .mapToInt(partition -> partition + 1)
                .max()
                .orElse(0);
        if (most > count) {
            trouble("the topic has %d partitions and the audit topic more; %s".formatted(count, notes.grow(most)));
        } else {
            isTroubled = false;
            backoff.reset();
            health.fine();
        }
    }

    private void trouble(String reason) {
        isTroubled = true;
        againAt = nanoTime.getAsLong() + backoff.next().toNanos();
        health.degraded(
                "how far streams have come is not kept, so a gap that is open when this consumer stops is found by the"
                        + " check of its day only: " + reason);
    }
}
