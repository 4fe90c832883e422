package io.tollhouse.distributor.publish;

import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.distributor.follow.Reading;
import io.tollhouse.process.kafka.KafkaAccess;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one change after the other. Any number of distributors may do so: each takes the fence from the one before, reads what is
 * committed, and only then writes.
 */
public final class FencedWriter {
    private static final Logger LOG = LoggerFactory.getLogger(FencedWriter.class);

    /** One change gives up after so long, its turn not counted. */
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static final Duration READ = Duration.ofSeconds(5);
    private static final int MAX_WAITING = 4;

    private final Reading reading;
    private final Fence.Source fences;
    private final ReentrantLock turn = new ReentrantLock(true);

    /**
     * Writes nothing by itself.
     *
     * @param reading keeps up to date what changes are made from
     */
    public FencedWriter(Reading reading, KafkaAccess access) {
        this(reading, () -> KafkaFence.hold(access));
    }

    FencedWriter(Reading reading, Fence.Source fences) {
        this.reading = reading;
        this.fences = fences;
    }

    /**
     * Makes a change. Blocks until Kafka has committed it, or a limit of time.
     *
     * @throws InvalidDocument where it cannot be a record
     * @throws NotPublished where it does not fit what is in force
     * @throws KafkaTrouble where Kafka does not take it; the sentence says what is known then
     */
    <R> R write(Change<R> change) throws InvalidDocument, NotPublished, KafkaTrouble, InterruptedException {
        if (turn.getQueueLength() >= MAX_WAITING || !turn.tryLock(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new KafkaTrouble("too many changes are being published at once; try again in a moment");
        }
        try {
            return new Attempts<>(change).untilOneSucceeds();
        } finally {
            turn.unlock();
        }
    }

    /** The attempts at one change: what was tried and is of unknown outcome is looked for before anything else is written. */
    private final class Attempts<R> {
        private final Change<R> change;
        private final long deadline = System.nanoTime() + LIMIT.toNanos();
        private Change.@Nullable Attempt<R> unsure;
        private String trouble = "another distributor publishes all the time";

        Attempts(Change<R> change) {
            this.change = change;
        }

        R untilOneSucceeds() throws InvalidDocument, NotPublished, KafkaTrouble, InterruptedException {
            while (System.nanoTime() - deadline < 0) {
                try {
                    return once();
                } catch (Fence.Lost e) {
                    LOG.info("another distributor took the fence; beginning again");
                } catch (Fence.Unknown e) {
                    trouble = String.valueOf(e.getMessage());
                    LOG.warn("publishing: {}; looking whether it was written", trouble);
                } catch (KafkaTrouble e) {
                    throw unsure == null ? e : notKnown(e.reason());
                }
            }
            throw unsure == null ? new KafkaTrouble("publishing: " + trouble + "; try again") : notKnown(trouble);
        }

        private KafkaTrouble notKnown(String why) {
            return new KafkaTrouble(
                    "publishing: " + why + "; whether it was written is not known: look at what is in force"
                            + " when Kafka answers, and publish again where it is not yours");
        }

        private R once()
                throws InvalidDocument, NotPublished, KafkaTrouble, InterruptedException, Fence.Lost, Fence.Unknown {
            reading.requireFresh();
            try (var fence = fences.hold()) {
                reading.awaitEnd(READ);
                var there = Optional.ofNullable(unsure).flatMap(Change.Attempt::found);
                return there.isPresent() ? there.get() : write(fence);
            }
        }

        private R write(Fence fence)
                throws InvalidDocument, NotPublished, KafkaTrouble, InterruptedException, Fence.Lost, Fence.Unknown {
            unsure = null; // looked for, and it never will be there
            var attempt = change.attempt();
            unsure = attempt;
            return attempt.written(append(fence, attempt));
        }

        private List<Fence.Appended> append(Fence fence, Change.Attempt<R> attempt)
                throws KafkaTrouble, InterruptedException, Fence.Lost, Fence.Unknown {
            try {
                return fence.write(attempt.first(), attempt::entries);
            } catch (Fence.Forbidden e) {
                unsure = null;
                throw new KafkaTrouble("publishing: " + e.getMessage() + "; nothing was published");
            }
        }
    }
}
