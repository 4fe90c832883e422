package io.tollhouse.consumer.search;

import io.tollhouse.consumer.query.Query;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is asked for, all pages of it.
 *
 * @param text of the query, as it was written
 * @param query what it means
 * @param since the earliest {@code @timestamp}, included
 * @param until the latest one, not included
 * @param newestFirst the order, by {@code @timestamp} and then {@code event.id}
 * @param after the last document of the page before; null for the first page
 */
public record Search(
        String text,
        Query query,
        Instant since,
        Instant until,
        boolean newestFirst,
        @Nullable Place after) {
    /** Where a document stands in the order. */
    public record Place(long timestampMillis, String id) {}

    Search behind(Place place) {
        return new Search(text, query, since, until, newestFirst, place);
    }
}
