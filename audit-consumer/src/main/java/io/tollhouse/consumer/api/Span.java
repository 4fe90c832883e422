package io.tollhouse.consumer.api;

import io.javalin.http.Context;
import io.tollhouse.consumer.search.BadSearch;
import io.tollhouse.consumer.search.SearchTimes;
import java.time.Instant;
import java.util.Set;

/**
 * A time that a request names by {@code since} and {@code until}, and by nothing else.
 *
 * @param until exclusive
 */
record Span(Instant since, Instant until) {
    static Span of(Context ctx, Instant now) throws BadSearch {
        var parameters = Parameters.of(ctx, Set.of("since", "until"));
        var since = SearchTimes.parse("since", parameters.text("since").orElse("24h"), now);
        var until = SearchTimes.parse("until", parameters.text("until").orElse("0s"), now);
        if (since.isAfter(until)) {
            throw new BadSearch("since must not lie behind until");
        }
        return new Span(since, until);
    }
}
