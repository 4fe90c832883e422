package io.tollhouse.consumer.search;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tollhouse.consumer.query.BadQuery;
import io.tollhouse.consumer.query.QueryParser;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;

/** A search as one word for a URL: JSON in Base64. Whoever makes one up gets what the same parameters would give. */
public final class Cursor {
    private static final int MAX_LENGTH = 16 << 10;
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private record Fields(String q, long since, long until, boolean newestFirst, long time, String id) {}

    private Cursor() {}

    /**
     * One for a search.
     *
     * @param search with the place after which it goes on
     */
    public static String text(Search search) {
        var after = Objects.requireNonNull(search.after());
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(MAPPER.writeValueAsBytes(new Fields(
                            search.text(),
                            search.since().toEpochMilli(),
                            search.until().toEpochMilli(),
                            search.newestFirst(),
                            after.timestampMillis(),
                            after.id())));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of plain values is always JSON", e);
        }
    }

    /**
     * The search that a word stands for.
     *
     * @throws BadSearch for whatever {@link #text} did not make
     */
    public static Search parse(String text) throws BadSearch {
        try {
            if (text.length() <= MAX_LENGTH) {
                return search(MAPPER.readValue(Base64.getUrlDecoder().decode(text), Fields.class));
            }
        } catch (IOException | IllegalArgumentException | NullPointerException | DateTimeException | BadQuery e) {
            // told below: whatever is wrong with it, it is none of ours
        }
        throw new BadSearch("after is no cursor: take the one of X-Tollhouse-Next as it is");
    }

    private static Search search(Fields fields) throws BadQuery {
        return new Search(
                Objects.requireNonNull(fields.q()),
                QueryParser.parse(fields.q()),
                Instant.ofEpochMilli(fields.since()),
                Instant.ofEpochMilli(fields.until()),
                fields.newestFirst(),
                new Search.Place(fields.time(), Objects.requireNonNull(fields.id())));
    }
}
