package io.tollhouse.consumer.delivery;

import io.tollhouse.consumer.delivery.DeliveryMeters.Counted;
import io.tollhouse.consumer.document.Document;
import io.tollhouse.consumer.document.Envelope;
import io.tollhouse.consumer.document.Poison;
import io.tollhouse.contract.audit.CheckedRecord;
import io.tollhouse.contract.audit.CheckedRecord.NotARecord;
import io.tollhouse.contract.audit.EventId;
import io.tollhouse.process.health.Health;
import io.tollhouse.process.kafka.Backoff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes batches from the backlog and ends each of their records. Several may run, each on a thread of its own. */
public final class Deliverer {
    private static final Logger LOG = LoggerFactory.getLogger(Deliverer.class);
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration LAST = Duration.ofSeconds(5);

    private final Backlog backlog;
    private final Breaker breaker;
    private final Witness witness;
    private final DeadLetters deadLetters;
    private final DeliveryMeters meters;
    private final Health.Part health;
    private final Sending sending;
    private final Backoff backoff = new Backoff(FIRST, LAST);

    /**
     * Delivers nothing before {@link #run}.
     *
     * @param size of requests
     * @param blocks, breaker, witness of all that deliver there
     * @param health of this one alone
     */
    public Deliverer(
            Backlog backlog,
            BatchSize size,
            Index index,
            Blocks blocks,
            Breaker breaker,
            Witness witness,
            DeadLetters deadLetters,
            DeliveryMeters meters,
            Health.Part health) {
        this.backlog = backlog;
        this.breaker = breaker;
        this.witness = witness;
        this.deadLetters = deadLetters;
        this.meters = meters;
        this.health = health;
        this.sending = new Sending(index, blocks, size, meters, health, FIRST, LAST);
    }

    /** What its thread does until it is interrupted. */
    public void run() throws InterruptedException {
        while (true) {
            deliver(backlog.take());
        }
    }

    void deliver(List<Arrived> batch) throws InterruptedException {
        breaker.seen(batch.size());
        var entries = new ArrayList<Entry>(batch.size());
        var ids = new ArrayList<EventId>(batch.size());
        var poisoned = new ArrayList<Poisoned>();
        for (var record : batch) {
            try {
                var checked = CheckedRecord.of(record.value());
                entries.add(new Entry(record, Document.of(checked, record.source())));
                ids.add(checked.id());
            } catch (NotARecord e) {
                poisoned.add(new Poisoned(record, record.poison(String.valueOf(e.getMessage()))));
            }
        }
        var settled = sending.settle(entries);
        meters.count(Counted.CREATED, settled.created());
        meters.count(Counted.DUPLICATE, settled.duplicates());
        meters.count(Counted.CONFLICT, settled.conflicts());
        for (var refused : settled.refused()) {
            var record = refused.entry().record();
            poisoned.add(new Poisoned(record, record.poison(refused.cause())));
        }
        buryAsPermitted(poisoned);
        tell(entries, ids);
        batch.forEach(record -> record.ticket().done());
        health.fine();
    }

    private record Poisoned(Arrived record, Poison poison) {}

    private void tell(List<Entry> entries, List<EventId> ids) {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).isWanted()) {
                witness.indexed(entries.get(i).record().source(), ids.get(i));
            }
        }
    }

    private void buryAsPermitted(List<Poisoned> all) throws InterruptedException {
        var left = all;
        while (!left.isEmpty()) {
            int permitted = breaker.permit(left.size());
            if (permitted == 0) {
                health.red(tooMany(left));
                Thread.sleep(LOOK.toMillis());
            } else {
                bury(left.subList(0, permitted));
                left = left.subList(permitted, left.size());
            }
            left = left.stream().filter(one -> one.record().ticket().isWanted()).toList();
        }
    }

    private String tooMany(List<Poisoned> waiting) {
        var first = waiting.get(0).poison();
        return ("%d records or more cannot be indexed, which is too many for a minute; they wait, and so does what stands behind them. The first"
                        + " is offset %d of partition %d: %s. Look at who writes them, or raise index.poison-limit (%d)")
                .formatted(
                        waiting.size(),
                        first.source().offset(),
                        first.source().partition(),
                        first.cause().replaceFirst(":.*", ""),
                        breaker.limit());
    }

    /** The envelope comes first: an Elasticsearch that takes not even that refuses more than these records. */
    private void bury(List<Poisoned> all) throws InterruptedException {
        var poisoned =
                all.stream().filter(one -> one.record().ticket().isWanted()).toList();
        if (poisoned.isEmpty()) {
            return;
        }
        envelope(poisoned.stream()
                .map(one -> new Entry(one.record(), Envelope.of(one.poison())))
                .toList());
        keep(poisoned.stream().map(Poisoned::poison).toList());
        tell(poisoned.get(0).poison(), poisoned.size());
        meters.count(Counted.ENVELOPE, poisoned.size());
    }

    /** Without what the error quotes of the record: that stands in its envelope, and in no log. */
    private static void tell(Poison first, int number) {
        LOG.warn(
                "{} records cannot be indexed; the first is offset {} of partition {}: {}",
                number,
                first.source().offset(),
                first.source().partition(),
                first.cause().replaceFirst(":.*", ""));
    }

    private void envelope(List<Entry> envelopes) throws InterruptedException {
        var left = envelopes;
        while (!left.isEmpty()) {
            var again = new ArrayList<Entry>();
            for (var refused : sending.settle(left).refused()) {
                if (refused.alone()) {
                    again.add(refused.entry());
                    health.red("Elasticsearch refuses every request: " + refused.cause());
                } else {
                    LOG.error(
                            "the envelope {} is refused; its bytes are on the dead-letter topic alone",
                            refused.entry().document().id());
                }
            }
            if (!again.isEmpty()) {
                Thread.sleep(backoff.next().toMillis());
            }
            left = again.stream().filter(Entry::isWanted).toList();
        }
        backoff.reset();
    }

    private void keep(List<Poison> poisoned) throws InterruptedException {
        while (true) {
            try {
                deadLetters.keep(poisoned);
                backoff.reset();
                return;
            } catch (DeadLetters.NotKept e) {
                health.red("dead letters wait: " + e.reason());
                Thread.sleep(backoff.next().toMillis());
            }
        }
    }
}
