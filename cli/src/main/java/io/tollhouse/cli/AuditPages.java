package io.tollhouse.cli;

import io.tollhouse.cli.api.Api;
import io.tollhouse.cli.api.ApiException;
import io.tollhouse.cli.api.Page;
import io.tollhouse.cli.api.Search;
import io.tollhouse.cli.output.Progress;
import java.util.Optional;

/** Takes a search page by page, and never holds more than one line of it. */
final class AuditPages {
    private final Api api;
    private final AuditSink sink;
    private final long limit;
    private long shown;
    private long total = -1;

    /**
     * Asks nothing yet.
     *
     * @param limit how many records to take at the most
     */
    AuditPages(Api api, AuditSink sink, long limit) {
        this.api = api;
        this.sink = sink;
        this.limit = limit;
    }

    /** Takes them all, as long as somebody reads. */
    void take(Search search, Progress progress) throws ApiException, Failure {
        Optional<String> cursor;
        try (var first = api.search(search, size())) {
            total = first.total();
            cursor = copy(first, progress);
        }
        while (cursor.isPresent() && shown < limit) {
            try (var page = api.next(cursor.get(), size())) {
                cursor = copy(page, progress);
            }
        }
    }

    private int size() {
        return (int) Math.min(Page.MAX, limit - shown);
    }

    /** Returns the cursor of the page after it. */
    private Optional<String> copy(Page page, Progress progress) throws ApiException, Failure {
        long before = shown;
        for (var line = page.documents().next();
                line != null;
                line = page.documents().next()) {
            sink.add(line);
            shown++;
        }
        progress.at(shown, total);
        if (shown == before && page.next().isPresent()) { // it would go on so for ever
            throw new Failure(
                    ExitCode.UNREACHABLE,
                    "the API gave a page without records and says that more follow; what is shown is not all.");
        }
        return sink.flush() ? page.next() : Optional.empty();
    }

    long shown() {
        return shown;
    }

    /** How many match; -1 where nobody says. */
    long total() {
        return total;
    }
}
