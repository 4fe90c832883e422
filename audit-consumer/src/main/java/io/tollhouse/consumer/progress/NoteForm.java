package io.tollhouse.consumer.progress;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tollhouse.consumer.continuity.Known;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/** The values of the progress topic. A field more is passed over, since a minor version may add some. */
final class NoteForm {
    /** The key of what holds for a whole partition; no stream is called so. */
    static final String PARTITION = "partition";

    private static final int VERSION = 1;

    /** More than all holes of a stream that are watched. */
    private static final int MOST_BYTES = 16 << 10;

    private static final Pattern STREAM = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}/[0-9a-f]{12}/[0-9a-f]{4}");

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private NoteForm() {}

    /**
     * What holds for a whole partition.
     *
     * @param era under which its streams were written last; those of another one are not believed
     * @param topic Kafka's own id of the audit topic
     * @param through everything before this offset is known
     */
    record OfPartition(int v, String era, String topic, long through) {
        OfPartition(String era, String topic, long through) {
            this(VERSION, era, topic, through);
        }
    }

    /** One stream, and under which era it was written. */
    record OfStream(String era, Known known) {}

    /** As it stands in JSON. Times are milliseconds since 1970. */
    private record Line(
            int v, String era, long contiguous, long last, long offset, long appended, List<Missing> missing) {}

    private record Missing(long from, long to, long wholeFrom, long wholeTo, long since, boolean found) {}

    static byte[] write(OfPartition partition) {
        return bytes(partition);
    }

    static byte[] write(String era, Known known) {
        var missing = known.lacks().stream()
                .map(lack -> new Missing(
                        lack.from(),
                        lack.to(),
                        lack.wholeFrom(),
                        lack.wholeTo(),
                        lack.since().toEpochMilli(),
                        lack.isFinal()))
                .toList();
        return bytes(new Line(
                VERSION,
                era,
                known.contiguous(),
                known.last(),
                known.offset(),
                known.seenAt().toEpochMilli(),
                missing));
    }

    private static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of plain values is always JSON", e);
        }
    }

    /** @throws IOException where it is none, or of a later version */
    static OfPartition partition(byte[] value) throws IOException {
        var read = read(value, OfPartition.class);
        ofThisVersion(read.v());
        return read;
    }

    /** @throws IOException where it is none, or of a later version */
    static OfStream stream(String key, byte[] value) throws IOException {
        var line = read(value, Line.class);
        ofThisVersion(line.v());
        if (!STREAM.matcher(key).matches()) {
            throw new IOException("the key names no stream");
        }
        try {
            var lacks = line.missing().stream().map(NoteForm::lack).toList();
            var seenAt = Instant.ofEpochMilli(line.appended());
            return new OfStream(line.era(), new Known(key, line.last(), line.offset(), seenAt, lacks));
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static Known.Lack lack(Missing missing) {
        return new Known.Lack(
                missing.from(),
                missing.to(),
                missing.wholeFrom(),
                missing.wholeTo(),
                Instant.ofEpochMilli(missing.since()),
                missing.found());
    }

    private static void ofThisVersion(int version) throws IOException {
        if (version != VERSION) {
            throw new IOException("version " + version + " is not known here");
        }
    }

    private static <T> T read(byte[] value, Class<T> type) throws IOException {
        if (value.length > MOST_BYTES) {
            throw new IOException("larger than " + MOST_BYTES + " bytes: " + value.length);
        }
        var read = MAPPER.readValue(value, type);
        if (read == null) { // the JSON word null is a document too
            throw new IOException("null");
        }
        return read;
    }
}
