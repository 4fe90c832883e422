package io.tollhouse.consumer.tail;

import io.tollhouse.contract.fleet.Right;
import io.tollhouse.contract.fleet.Right.Operation;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.process.kafka.KafkaAccess;
import io.tollhouse.process.kafka.KafkaDesk;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/** Gives out what the audit topic has of a time, to one client at a time: it reads as fast as it can. Safe from any thread. */
public final class TopicReads {
    private static final int FETCH_BYTES = 4 << 20;
    private static final int PARTITION_BYTES = 1 << 20;

    private final KafkaAccess access;
    private final KafkaDesk desk;
    private final Semaphore turn = new Semaphore(1);
    private volatile boolean stopping;

    public TopicReads(KafkaAccess access, KafkaDesk desk) {
        this.access = access;
        this.desk = desk;
    }

    /** Gives the stream of an answer that has begun, which is when nothing can be refused any more. */
    @FunctionalInterface
    public interface Begin {
        /**
         * Begins it.
         *
         * @param total how many records are at most to come
         */
        OutputStream begin(long total) throws IOException;
    }

    /**
     * Passes on what brokers appended in a time; ends early where the client goes or Kafka is away.
     *
     * @param until exclusive
     * @throws TailUnavailable before it has begun, with why
     */
    public void read(Instant since, Instant until, Begin begin) throws TailUnavailable, InterruptedException {
        if (!turn.tryAcquire()) {
            throw new TailUnavailable("the audit topic is being read for somebody else; wait until that has ended");
        }
        try {
            int partitions = desk.describe(Topic.AUDIT).partitions();
            var consumer = new KafkaConsumer<byte[], byte[]>(access.reader(
                    "range",
                    Map.of(
                            ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
                            FETCH_BYTES,
                            ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                            PARTITION_BYTES)));
            try {
                var range = TopicRange.find(consumer, partitions, since, until);
                range.copy(begin.begin(range.total()), () -> stopping);
            } finally {
                consumer.close(CloseOptions.timeout(Duration.ZERO));
            }
        } catch (IOException e) {
            // the client went
        } catch (KafkaTrouble e) {
            throw new TailUnavailable(e.reason());
        } catch (InterruptException e) {
            throw new InterruptedException();
        } catch (KafkaException e) {
            throw new TailUnavailable(
                    "reading the audit topic: " + KafkaTrouble.sentence(Right.on(Topic.AUDIT, Operation.READ), e));
        } finally {
            turn.release();
        }
    }

    /** Ends it soon. */
    public void stop() {
        stopping = true;
    }
}
