package io.tollhouse.consumer.continuity;

import com.fasterxml.jackson.core.JsonFactory;
import io.tollhouse.consumer.delivery.Index;
import io.tollhouse.consumer.delivery.IndexTrouble;
import io.tollhouse.consumer.document.Document;
import io.tollhouse.consumer.document.IndexNames;
import io.tollhouse.consumer.document.Times;
import io.tollhouse.contract.audit.AuditField;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for gaps, and writes each down as a document of its own, which searches find. */
public final class GapWriter {
    private static final Logger LOG = LoggerFactory.getLogger(GapWriter.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final JsonFactory JSON = new JsonFactory();

    private final Continuity continuity;
    private final Index index;

    public GapWriter(Continuity continuity, Index index) {
        this.continuity = continuity;
        this.index = index;
    }

    /** What a thread of its own does. */
    public void run() throws InterruptedException {
        while (true) {
            continuity.look();
            for (var gap = continuity.next(); gap != null; gap = continuity.next()) {
                write(document(gap));
                continuity.written(gap);
            }
            Thread.sleep(LOOK.toMillis());
        }
    }

    private void write(Document document) throws InterruptedException {
        while (true) {
            try {
                var result = index.create(List.of(document)).get(0);
                if (result.outcome() != Index.Outcome.AGAIN && result.outcome() != Index.Outcome.BLOCKED) {
                    return;
                }
                LOG.warn("a gap cannot be written down now: {}", result.cause());
            } catch (IndexTrouble e) {
                LOG.warn("a gap cannot be written down now: {}", e.reason());
            }
            Thread.sleep(LOOK.multipliedBy(5).toMillis());
        }
    }

    /** Beside the envelopes, since no node wrote it; the same gap has the same id. */
    static Document document(Continuity.Gap gap) {
        var id = "gap/%s/%d-%d".formatted(gap.stream(), gap.from(), gap.to());
        var bytes = new ByteArrayOutputStream(512);
        try (var json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField(AuditField.TIMESTAMP.path(), Times.text(gap.since()));
            json.writeStringField(AuditField.EVENT_ID.path(), id);
            json.writeStringField(AuditField.EVENT_KIND.path(), "alert");
            json.writeStringField(AuditField.EVENT_REASON.path(), gap.toString());
            json.writeStringField(AuditField.OBSERVER_NAME.path(), gap.stream().replaceFirst("/.*", ""));
            json.writeStringField(AuditField.ABOUT_STREAM.path(), gap.stream());
            json.writeNumberField(AuditField.ABOUT_FROM.path(), gap.from());
            json.writeNumberField(AuditField.ABOUT_TO.path(), gap.to());
            json.writeNumberField(AuditField.INGEST_PARTITION.path(), gap.partition());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a buffer in memory has no I/O to fail
        }
        return new Document(IndexNames.ofEnvelope(gap.since()), id, bytes.toByteArray());
    }
}
