package io.tollhouse.consumer.api;

import io.javalin.http.Context;
import io.tollhouse.consumer.query.BadQuery;
import io.tollhouse.consumer.query.QueryParser;
import io.tollhouse.consumer.search.AuditSearch;
import io.tollhouse.consumer.search.BadSearch;
import io.tollhouse.consumer.search.Cursor;
import io.tollhouse.consumer.search.Search;
import io.tollhouse.consumer.search.SearchTimes;
import io.tollhouse.consumer.search.SearchUnavailable;
import io.tollhouse.consumer.tail.TailUnavailable;
import io.tollhouse.consumer.tail.Tails;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;

/** {@code /v1/audit} and {@code /v1/audit/tail}. */
final class AuditHandlers {
    private static final String LINES = "application/x-ndjson";
    private static final int DEFAULT_LIMIT = 100;
    private static final Set<String> OF_A_FIRST_PAGE = Set.of("q", "since", "until", "sort");
    private static final Set<String> OF_A_SEARCH = Set.of("q", "since", "until", "sort", "limit", "after");
    private static final String DEFAULT_SINCE = "24h";

    private final AuditSearch search;
    private final Tails tails;
    private final Clock clock;

    AuditHandlers(AuditSearch search, Tails tails, Clock clock) {
        this.search = search;
        this.tails = tails;
        this.clock = clock;
    }

    void search(Context ctx) throws BadQuery, BadSearch, SearchUnavailable, InterruptedException {
        var parameters = Parameters.of(ctx, OF_A_SEARCH);
        int limit = parameters.number("limit", 1, AuditSearch.MAX_LIMIT, DEFAULT_LIMIT);
        var page = search.find(asked(parameters), limit);
        ctx.header("X-Tollhouse-Total", String.valueOf(page.total()));
        page.next().ifPresent(next -> ctx.header("X-Tollhouse-Next", Cursor.text(next)));
        ctx.contentType(LINES).result(lines(page.documents()));
    }

    private Search asked(Parameters parameters) throws BadQuery, BadSearch {
        var cursor = parameters.text("after");
        if (cursor.isPresent()) {
            parameters.refuseBeside("after", OF_A_FIRST_PAGE);
            return Cursor.parse(cursor.get());
        }
        var text = parameters.text("q").orElse("");
        var sort = parameters.text("sort").orElse("desc");
        if (!sort.equals("desc") && !sort.equals("asc")) {
            throw new BadSearch("sort must be desc or asc");
        }
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var until = parameters.text("until");
        var first = new Search(
                text,
                QueryParser.parse(text),
                SearchTimes.parse("since", parameters.text("since").orElse(DEFAULT_SINCE), now),
                until.isPresent() ? SearchTimes.parse("until", until.get(), now) : now,
                sort.equals("desc"),
                null);
        if (first.since().isAfter(first.until())) {
            throw new BadSearch("since must not lie behind until");
        }
        return first;
    }

    private static byte[] lines(List<byte[]> documents) {
        var lines = new ByteArrayOutputStream(
                documents.stream().mapToInt(document -> document.length + 1).sum());
        for (var document : documents) {
            lines.writeBytes(document);
            lines.write('\n');
        }
        return lines.toByteArray();
    }

    void tail(Context ctx) throws BadQuery, BadSearch, TailUnavailable, InterruptedException {
        var parameters = Parameters.of(ctx, Set.of("q"));
        var query = QueryParser.parse(parameters.text("q").orElse(""));
        tails.follow(query, () -> {
            ctx.contentType(LINES);
            return ctx.res().getOutputStream(); // that of Javalin passes no flush on
        });
    }
}
