package io.tollhouse.consumer.tail;

import io.tollhouse.consumer.query.Filter;
import io.tollhouse.consumer.query.Query;
import io.tollhouse.consumer.query.RecordFields;
import io.tollhouse.contract.audit.CheckedRecord;
import io.tollhouse.contract.audit.CheckedRecord.NotARecord;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/** One client's tail. */
final class Tail {
    /** The most records that a client gets in a second. */
    static final int PER_SECOND = 1000;

    private static final Duration POLL = Duration.ofMillis(200);
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long SILENCE = Duration.ofSeconds(10).toNanos();

    private final Query query;
    private final OutputStream out;
    private final LongSupplier nanoTime;
    private long secondBegan;
    private int passed;
    private long skipped;
    private long spokeAt;

    Tail(Query query, OutputStream out) {
        this(query, out, System::nanoTime);
    }

    Tail(Query query, OutputStream out, LongSupplier nanoTime) {
        this.query = query;
        this.out = out;
        this.nanoTime = nanoTime;
        secondBegan = nanoTime.getAsLong();
        spokeAt = secondBegan;
    }

    /** Ends where the client has gone, which a write tells, or where it is to stop. */
    void run(TailReader reader, BooleanSupplier stopping) throws IOException {
        line(new byte[0]);
        while (!stopping.getAsBoolean()) {
            tick();
            try {
                for (var record : reader.next(POLL)) {
                    offer(record.value());
                }
            } catch (InterruptException e) {
                throw e;
            } catch (KafkaException e) {
                return; // the end of the answer tells the client, which asks again
            }
            out.flush();
        }
    }

    /** Passes a record on if it is meant, and if there is room for it in this second. */
    void offer(byte @Nullable [] value) throws IOException {
        try {
            var record = CheckedRecord.of(value);
            if (!Filter.matches(query, RecordFields.of(record.bytes()))) {
                return;
            }
            tick();
            if (passed < PER_SECOND) {
                passed++;
                line(record.bytes());
            } else {
                skipped++;
            }
        } catch (NotARecord e) {
            // poison: it would break the client's lines; a search finds its envelope
        }
    }

    /** Says what was left out in the second that is over, and that it lives where it was silent. */
    void tick() throws IOException {
        long now = nanoTime.getAsLong();
        if (now - secondBegan >= SECOND) {
            if (skipped > 0) {
                line(("{\"tollhouse.tail.skipped\": " + skipped + "}").getBytes(StandardCharsets.US_ASCII));
            }
            secondBegan = now;
            passed = 0;
            skipped = 0;
        }
        if (now - spokeAt >= SILENCE) {
            line(new byte[0]);
            out.flush();
        }
    }

    private void line(byte[] bytes) throws IOException {
        out.write(bytes);
        out.write('\n');
        spokeAt = nanoTime.getAsLong();
    }
}
