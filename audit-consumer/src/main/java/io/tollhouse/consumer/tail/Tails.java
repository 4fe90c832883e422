package io.tollhouse.consumer.tail;

import io.tollhouse.consumer.query.Query;
import io.tollhouse.contract.fleet.Right;
import io.tollhouse.contract.fleet.Right.Operation;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.process.kafka.KafkaAccess;
import io.tollhouse.process.kafka.KafkaDesk;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Semaphore;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/** All tails of this process. Each runs on the thread of whoever asks for it. Safe from any thread. */
public final class Tails {
    /** Each has a Kafka consumer, which holds about 1 MiB. */
    public static final int AT_MOST = 20;

    private final KafkaAccess access;
    private final KafkaDesk desk;
    private final Semaphore free = new Semaphore(AT_MOST);
    private volatile boolean stopping;

    public Tails(KafkaAccess access, KafkaDesk desk) {
        this.access = access;
        this.desk = desk;
    }

    /** Gives the stream of an answer that has begun, which is when nothing can be refused any more. */
    @FunctionalInterface
    public interface Begin {
        OutputStream begin() throws IOException;
    }

    /**
     * Passes records on until the client goes or this process stops.
     *
     * @param begin called when everything is there
     * @throws TailUnavailable before it has begun, with why
     */
    public void follow(Query query, Begin begin) throws TailUnavailable, InterruptedException {
        if (!free.tryAcquire()) {
            throw new TailUnavailable(AT_MOST + " tails run already; end one, or try again later");
        }
        try (var reader = open()) {
            new Tail(query, begin.begin()).run(reader, () -> stopping);
        } catch (IOException e) {
            // the client went, which is how a tail ends
        } catch (InterruptException e) {
            throw new InterruptedException();
        } finally {
            free.release();
        }
    }

    private TailReader open() throws TailUnavailable, InterruptedException {
        try {
            return TailReader.open(access, desk.describe(Topic.AUDIT).partitions());
        } catch (KafkaTrouble e) {
            throw new TailUnavailable(e.reason());
        } catch (InterruptException e) {
            throw new InterruptedException();
        } catch (KafkaException e) {
            throw new TailUnavailable(
                    "reading the audit topic: " + KafkaTrouble.sentence(Right.on(Topic.AUDIT, Operation.READ), e));
        }
    }

    /** Ends them all soon. */
    public void stop() {
        stopping = true;
    }
}
