package io.tollhouse.consumer.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollhouse.process.health.Health;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says where the topic no longer has what the group wanted next. It stays in health until the process is started again. */
final class Losses {
    private static final Logger LOG = LoggerFactory.getLogger(Losses.class);

    private final Map<Cause, Counter> restarts = new EnumMap<>(Cause.class);
    private final Counter lost;
    private final Health.Part health;

    /** Why a partition is read from its start. */
    private enum Cause {
        /** The topic's retention was shorter than the consumers were away. */
        EXPIRED,
        /** The group stands behind the topic's end. */
        BEYOND,
        /** The group read another topic of that name. */
        REPLACED
    }

    Losses(Health health, MeterRegistry meters) {
        this.health = health.part("losses");
        for (var cause : Cause.values()) {
            restarts.put(
                    cause,
                    Counter.builder("tollhouse.consumer.restarts")
                            .description("Partitions read from their start, since the group stood where nothing is")
                            .tag("cause", cause.name().toLowerCase(Locale.ROOT))
                            .register(meters));
        }
        lost = Counter.builder("tollhouse.consumer.lost")
                .description("Records that the topic dropped before they were indexed")
                .register(meters);
    }

    void expired(TopicPartition partition, long committed, long start) {
        lost.increment((double) (start - committed));
        tell(
                Cause.EXPIRED,
                "%d records of %s are lost: they were dropped before they were indexed, offsets %d to %d. It goes on behind them; let the topic keep more, or run more consumers"
                        .formatted(start - committed, partition, committed, start - 1));
    }

    void beyond(TopicPartition partition, long committed, long end) {
        tell(
                Cause.BEYOND,
                "the group stood at %d of %s, which ends at %d: records may be lost. It reads from the start; what is indexed is not indexed twice"
                        .formatted(committed, partition, end));
    }

    void replaced(TopicPartition partition, String before, String now) {
        tell(
                Cause.REPLACED,
                "%s is another topic (%s) than the one that was read (%s): what that one had and was not indexed is lost. It reads from the start"
                        .formatted(partition, now, before));
    }

    private void tell(Cause cause, String what) {
        LOG.error("{}", what);
        health.degraded(what);
        var counter = restarts.get(cause);
        if (counter != null) {
            counter.increment();
        }
    }
}
