package io.tollhouse.consumer.delivery;

import io.tollhouse.consumer.delivery.DeliveryMeters.Counted;
import io.tollhouse.consumer.delivery.Index.Result;
import io.tollhouse.process.health.Health;
import io.tollhouse.process.kafka.Backoff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends documents until the index has each of them, or has said that it never will. For one thread only.
 *
 * <p>A request that is refused as a whole is halved until the one document that causes it stands alone: that one is poison,
 * and its neighbours are not.
 */
final class Sending {
    /** So often in a row is nothing new to a server that is only busy. */
    private static final int PATIENCE = 3;

    /** What an Elasticsearch with too much to do says of single documents, with status 429. */
    private static final String REJECTED = "es_rejected_execution_exception";

    private final Index index;
    private final Blocks blocks;
    private final BatchSize size;
    private final DeliveryMeters meters;
    private final Health.Part health;
    private final Backoff backoff;
    private final List<Refused> refused = new ArrayList<>();
    private int created;
    private int duplicates;
    private int conflicts;
    private int inVain;

    /**
     * A document that the index never takes.
     *
     * @param alone whether the whole request was refused, with nothing else in it
     */
    record Refused(Entry entry, String cause, boolean alone) {}

    /**
     * What became of all that are still wanted.
     *
     * @param conflicts how many of those refused have an id under which another record stands
     */
    record Settled(int created, int duplicates, int conflicts, List<Refused> refused) {}

    Sending(
            Index index,
            Blocks blocks,
            BatchSize size,
            DeliveryMeters meters,
            Health.Part health,
            Duration first,
            Duration last) {
        this.index = index;
        this.blocks = blocks;
        this.size = size;
        this.meters = meters;
        this.health = health;
        this.backoff = new Backoff(first, last);
    }

    /** Returns when all are there, save those that are refused and those that are no longer wanted. */
    Settled settle(List<Entry> entries) throws InterruptedException {
        refused.clear();
        created = 0;
        duplicates = 0;
        conflicts = 0;
        send(entries);
        return new Settled(created, duplicates, conflicts, List.copyOf(refused));
    }

    private void send(List<Entry> entries) throws InterruptedException {
        var left = wanted(entries);
        while (!left.isEmpty()) {
            try {
                if (left.size() > size.records()) {
                    halves(left);
                    return;
                }
                left = sortOut(left, create(left));
            } catch (IndexTrouble trouble) {
                if (trouble.kind() == IndexTrouble.Kind.REFUSED && left.size() == 1) {
                    refused.add(new Refused(left.get(0), trouble.reason(), true));
                    return;
                }
                if (trouble.kind() == IndexTrouble.Kind.TOO_LARGE || trouble.kind() == IndexTrouble.Kind.BUSY) {
                    size.wasTooMuch();
                }
                boolean helps =
                        trouble.kind() == IndexTrouble.Kind.TOO_LARGE || trouble.kind() == IndexTrouble.Kind.REFUSED;
                if (helps && left.size() > 1) {
                    halves(left);
                    return;
                }
                again(left.size(), trouble.reason());
            }
            left = wanted(left);
        }
    }

    private void halves(List<Entry> entries) throws InterruptedException {
        send(entries.subList(0, entries.size() / 2));
        send(entries.subList(entries.size() / 2, entries.size()));
    }

    private static List<Entry> wanted(List<Entry> entries) {
        return entries.stream().filter(Entry::isWanted).toList();
    }

    private List<Result> create(List<Entry> entries) throws IndexTrouble {
        long start = System.nanoTime();
        var results = index.create(entries.stream().map(Entry::document).toList());
        meters.bulkTook(System.nanoTime() - start);
        return results;
    }

    /** Those that are to be sent again. */
    private List<Entry> sortOut(List<Entry> sent, List<Result> results) throws InterruptedException {
        var left = new ArrayList<Entry>();
        var givenUp = new ArrayList<Entry>();
        String cause = "";
        for (int i = 0; i < sent.size(); i++) {
            var result = results.get(i);
            switch (result.outcome()) {
                case CREATED -> {
                    created++;
                    blocks.taken(sent.get(i).document().index());
                }
                case DUPLICATE -> duplicates++;
                case CONFLICT -> {
                    conflicts++;
                    refused.add(new Refused(sent.get(i), result.cause(), false));
                }
                case POISON -> refused.add(new Refused(sent.get(i), result.cause(), false));
                case AGAIN -> {
                    left.add(sent.get(i));
                    cause = result.cause();
                }
                case BLOCKED -> {
                    var entry = sent.get(i);
                    (blocks.isGivenUp(entry.document().index()) ? givenUp : left).add(entry);
                    cause = result.cause();
                }
            }
        }
        left.addAll(lookUp(givenUp, cause));
        if (left.size() < sent.size()) {
            inVain = 0;
            backoff.reset();
        }
        if (left.isEmpty()) {
            size.wentWell(sent.size());
        } else if (cause.contains(REJECTED)) {
            size.wasTooMuch();
        }
        if (!left.isEmpty()) {
            again(left.size(), "Elasticsearch does not take records now: " + cause);
        }
        return left;
    }

    /** Of indices that are not waited for: what is there is done, what is not is put aside. Returns what nobody can tell of now. */
    private List<Entry> lookUp(List<Entry> entries, String why) {
        if (entries.isEmpty()) {
            return entries;
        }
        try {
            var found = index.find(entries.stream().map(Entry::document).toList());
            for (int i = 0; i < entries.size(); i++) {
                switch (found.get(i).outcome()) {
                    case DUPLICATE -> duplicates++;
                    case CONFLICT -> {
                        conflicts++;
                        refused.add(new Refused(entries.get(i), found.get(i).cause(), false));
                    }
                    default ->
                        refused.add(new Refused(
                                entries.get(i),
                                "the index " + entries.get(i).document().index() + " takes no writes: " + why,
                                false));
                }
            }
            return List.of();
        } catch (IndexTrouble e) {
            return entries;
        }
    }

    private void again(int records, String why) throws InterruptedException {
        meters.count(Counted.RETRIED, records);
        if (++inVain >= PATIENCE) {
            health.red(why);
        }
        Thread.sleep(backoff.next().toMillis());
    }
}
