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
    private final Index index;
    private final DeliveryMeters meters;
    private final Health.Part health;
    private final Backoff backoff;
    private final List<Refused> refused = new ArrayList<>();

    /**
     * A document that the index never takes.
     *
     * @param alone whether the whole request was refused, with nothing else in it
     */
    record Refused(Entry entry, String cause, boolean alone) {}

    Sending(Index index, DeliveryMeters meters, Health.Part health, Duration first, Duration last) {
        this.index = index;
        this.meters = meters;
        this.health = health;
        this.backoff = new Backoff(first, last);
    }

    /** Returns when all are there, save those that it returns and those that are no longer wanted. */
    List<Refused> settle(List<Entry> entries) throws InterruptedException {
        refused.clear();
        send(entries);
        return List.copyOf(refused);
    }

    private void send(List<Entry> entries) throws InterruptedException {
        var left = wanted(entries);
        while (!left.isEmpty()) {
            try {
                left = sortOut(left, create(left));
            } catch (IndexTrouble trouble) {
                if (trouble.kind() == IndexTrouble.Kind.REFUSED && left.size() == 1) {
                    refused.add(new Refused(left.get(0), trouble.reason(), true));
                    return;
                }
                if (trouble.kind() != IndexTrouble.Kind.AWAY && left.size() > 1) {
                    send(left.subList(0, left.size() / 2));
                    send(left.subList(left.size() / 2, left.size()));
                    return;
                }
                again(left.size(), trouble.reason());
            }
            left = wanted(left);
        }
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
        String cause = "";
        for (int i = 0; i < sent.size(); i++) {
            var result = results.get(i);
            switch (result.outcome()) {
                case CREATED -> meters.count(Counted.CREATED, 1);
                case DUPLICATE -> meters.count(Counted.DUPLICATE, 1);
                case POISON -> refused.add(new Refused(sent.get(i), result.cause(), false));
                case AGAIN -> {
                    left.add(sent.get(i));
                    cause = result.cause();
                }
            }
        }
        if (left.size() < sent.size()) {
            backoff.reset();
        }
        if (left.isEmpty()) {
            health.fine();
        } else {
            again(left.size(), "Elasticsearch does not take records now: " + cause);
        }
        return left;
    }

    private void again(int records, String why) throws InterruptedException {
        meters.count(Counted.RETRIED, records);
        health.red(why);
        Thread.sleep(backoff.next().toMillis());
    }
}
