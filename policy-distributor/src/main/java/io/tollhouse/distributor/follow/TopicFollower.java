package io.tollhouse.distributor.follow;

import io.tollhouse.contract.fleet.Right;
import io.tollhouse.contract.fleet.Right.Operation;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.process.health.Health;
import io.tollhouse.process.kafka.Backoff;
import io.tollhouse.process.kafka.KafkaAccess;
import io.tollhouse.process.kafka.KafkaDesk;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/** Keeps a {@link Listener} up to date. While Kafka is away, what it heard stays, and {@link #requireFresh} says so. */
public final class TopicFollower implements Reading {
    /** How often it proves that it has read everything. */
    private static final Duration PROOF = Duration.ofSeconds(1);

    /** Before that, a topic with nothing in it must not keep anybody waiting. */
    private static final Duration FIRST = Duration.ofMillis(50);

    private static final long ID_CHECK_NANOS = Duration.ofMinutes(1).toNanos();
    private static final Duration FRESH = Duration.ofSeconds(10);

    private final String part;
    private final List<Topic> topics;
    private final Listener listener;
    private final KafkaAccess access;
    private final KafkaDesk desk;
    private final Health.Part health;
    private final LongSupplier nanoTime;
    private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2));
    private final Progress progress = new Progress();
    private volatile long provedAt;
    private volatile boolean suspect;
    private volatile boolean again;
    private boolean needed = true;

    /**
     * Follows nothing before {@link #run}.
     *
     * @param part of the process, as health names it
     * @param nanoTime monotonic
     */
    public TopicFollower(
            String part,
            List<Topic> topics,
            Listener listener,
            KafkaAccess access,
            KafkaDesk desk,
            Health health,
            LongSupplier nanoTime) {
        this.part = part;
        this.topics = List.copyOf(topics);
        this.listener = listener;
        this.access = access;
        this.desk = desk;
        this.health = health.part(part);
        this.nanoTime = nanoTime;
        this.health.red("not read to its end yet");
    }

    /** A process that does not hear it is ready all the same. Before {@link #run}. */
    public TopicFollower notNeeded() {
        needed = false;
        health.fine();
        return this;
    }

    /** What a thread of its own does. */
    public void run() throws InterruptedException {
        while (true) {
            try {
                again = false;
                follow(describe());
            } catch (InterruptException e) {
                throw new InterruptedException();
            } catch (KafkaTrouble e) {
                trouble(e.reason());
            } catch (Replaced e) {
                trouble(e.sentence());
            } catch (KafkaException e) {
                trouble("reading " + names() + ": "
                        + KafkaTrouble.sentence(Right.on(topics.get(0), Operation.READ), e));
            }
            progress.lost();
            Thread.sleep(backoff.next().toMillis());
        }
    }

    private void trouble(String reason) {
        if (needed) {
            health.red(reason);
        } else {
            health.degraded(reason);
        }
        progress.inTrouble();
    }

    private Map<String, String> describe() throws KafkaTrouble, InterruptedException {
        var ids = new HashMap<String, String>();
        for (var topic : topics) {
            ids.put(topic.name(), desk.describe(topic).id());
        }
        return ids;
    }

    private void follow(Map<String, String> ids) throws Replaced, InterruptedException {
        try (var reader = TopicReader.open(access, part, topics)) {
            reader.fromTheStart();
            listener.restart(ids);
            long checkedAt = nanoTime.getAsLong();
            boolean fresh = false;
            while (!again) {
                for (var record : reader.next(fresh ? PROOF : FIRST)) {
                    listener.record(record, fresh);
                }
                progress.reached(ids, reader.positions());
                if (!fresh || nanoTime.getAsLong() - provedAt > PROOF.toNanos()) {
                    fresh |= prove(reader);
                }
                if (suspect || nanoTime.getAsLong() - checkedAt > ID_CHECK_NANOS) {
                    suspect = false;
                    checkedAt = nanoTime.getAsLong();
                    checkIds(ids);
                }
            }
        }
    }

    private boolean prove(TopicReader reader) throws Replaced {
        OptionalLong upTo;
        try {
            upTo = reader.readUpTo(nanoTime.getAsLong());
        } catch (TimeoutException e) { // the reader finds its way back by itself
            trouble("Kafka does not answer at " + access.servers());
            return false;
        }
        if (upTo.isEmpty()) {
            return false;
        }
        if (!progress.wasAtEnd()) {
            listener.caughtUp();
        }
        provedAt = upTo.getAsLong();
        progress.proved();
        backoff.reset();
        health.fine();
        return true;
    }

    /** Has the listener told everything once more, from the start. Returns at once. */
    public void readAgain() {
        again = true;
    }

    private void checkIds(Map<String, String> ids) throws Replaced, InterruptedException {
        try {
            if (!describe().equals(ids)) {
                throw new Replaced();
            }
        } catch (KafkaTrouble e) {
            suspect = true; // asked again; what is known stays until Kafka says that it is another topic
        }
    }

    @Override
    public void awaitEnd(Duration limit) throws KafkaTrouble, InterruptedException {
        var ids = describe();
        if (!progress.await(ids, ends(), limit)) {
            suspect = true;
            throw new KafkaTrouble(
                    "reading " + names() + " to the end: it takes longer than " + limit.toSeconds() + " s; try again");
        }
    }

    private Map<String, Long> ends() throws KafkaTrouble, InterruptedException {
        var latest = topics.stream().collect(Collectors.toMap(TopicReader::partition, topic -> OffsetSpec.latest()));
        var committed = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
        var ends = desk.ask(
                "asking for the end of " + names(),
                Right.on(topics.get(0), Operation.DESCRIBE),
                to -> to.listOffsets(latest, committed).all());
        return ends.entrySet().stream()
                .collect(Collectors.toMap(
                        end -> end.getKey().topic(), end -> end.getValue().offset()));
    }

    @Override
    public void requireFresh(Duration patience) throws KafkaTrouble, InterruptedException {
        if (!progress.awaitFirstEnd(patience)) {
            throw new KafkaTrouble(names() + " has not been read to its end yet; try again in a moment");
        }
        var age = Duration.ofNanos(nanoTime.getAsLong() - provedAt);
        if (age.compareTo(FRESH) > 0) {
            throw new KafkaTrouble("Kafka does not answer at " + access.servers() + " since " + age.toSeconds() + " s");
        }
    }

    private String names() {
        return topics.stream().map(Topic::name).collect(Collectors.joining(" and "));
    }
}
