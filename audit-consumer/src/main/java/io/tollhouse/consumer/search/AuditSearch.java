package io.tollhouse.consumer.search;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollhouse.consumer.document.IndexNames;
import io.tollhouse.consumer.index.Cluster;
import io.tollhouse.consumer.index.Failures;
import io.tollhouse.contract.audit.AuditField;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.http.ContentTooLongException;
import org.elasticsearch.client.HttpAsyncResponseConsumerFactory.HeapBufferedResponseConsumerFactory;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.RequestOptions;
import org.elasticsearch.client.Response;

/** Asks Elasticsearch, a page at a time. Safe from any thread. */
public final class AuditSearch {
    /** The most documents of one page. */
    public static final int MAX_LIMIT = 1000;

    /** An answer that is larger is asked for again in smaller pieces. On its way out it is in memory some five times. */
    private static final int MAX_ANSWER = 4 << 20;

    /** How many answers may be in memory at once. */
    private static final int AT_ONCE = 2;

    private static final int WAIT_SECONDS = 10;
    private static final int UNAVAILABLE = 503;
    private static final int ATTEMPTS = 10;
    private static final long PAUSE_MILLIS = 200;
    private static final RequestOptions OPTIONS = RequestOptions.DEFAULT.toBuilder()
            .setHttpAsyncResponseConsumerFactory(new HeapBufferedResponseConsumerFactory(MAX_ANSWER))
            .build();

    private final Cluster cluster;
    private final Semaphore turns = new Semaphore(AT_ONCE);

    public AuditSearch(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * The first page of a search.
     *
     * @param limit 1 to {@value #MAX_LIMIT}; a page has fewer only where it would be too large, or nothing more is there
     */
    public Page find(Search search, int limit) throws SearchUnavailable, InterruptedException {
        if (!turns.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
            throw new SearchUnavailable("too many searches run at once; try again");
        }
        try {
            return askPatiently(search, limit);
        } finally {
            turns.release();
        }
    }

    /** An index of which a shard is still being opened, as a new day's is for a moment, cannot be searched. */
    private Page askPatiently(Search search, int limit) throws SearchUnavailable, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return ask(search, limit);
            } catch (IOException | RuntimeException e) { // the client throws many kinds where an answer cannot be read
                boolean passes = Failures.status(e).orElse(0) == UNAVAILABLE;
                if (!passes || attempt == ATTEMPTS) {
                    throw new SearchUnavailable(Failures.sentence(e));
                }
            } catch (Incomplete e) {
                if (attempt == ATTEMPTS) {
                    throw new SearchUnavailable(
                            "parts of the index do not answer, so that something may be missing; try again");
                }
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    private Page ask(Search search, int limit) throws IOException, Incomplete {
        for (int size = limit; ; size /= 2) {
            try {
                return page(search, size, hits(search, size + 1)); // one more tells whether there is a next page
            } catch (ContentTooLongException e) {
                if (size <= 1) {
                    throw e;
                }
            }
        }
    }

    /** An answer in which shards are missing. */
    private static final class Incomplete extends Exception {
        Incomplete() {
            super("shards are missing", null, false, false);
        }
    }

    private static Page page(Search search, int size, Hits found) throws Incomplete {
        if (found.failedShards() > 0) {
            throw new Incomplete();
        }
        var shown = found.hits().subList(0, Math.min(size, found.hits().size()));
        Optional<Search> next = shown.size() < found.hits().size()
                ? Optional.of(search.behind(shown.get(shown.size() - 1).place()))
                : Optional.empty();
        return new Page(found.total(), shown.stream().map(Hits.Hit::document).toList(), next);
    }

    private Hits hits(Search search, int size) throws IOException {
        var request = new Request("POST", "/" + IndexNames.AUDIT + "*," + IndexNames.ENVELOPE + "*/_search");
        request.setOptions(OPTIONS);
        request.addParameter("ignore_unavailable", "true");
        request.addParameter("allow_no_indices", "true");
        request.setJsonEntity(body(search, size).toString());
        return Hits.read(content(cluster.rest().performRequest(request)));
    }

    private static byte[] content(Response answer) throws IOException {
        try (var content = answer.getEntity().getContent()) {
            return content.readAllBytes();
        } catch (IOException e) {
            if (e.getCause() instanceof ContentTooLongException tooLong) {
                throw tooLong;
            }
            throw e;
        }
    }

    private static ObjectNode body(Search search, int size) {
        var body = JsonNodeFactory.instance.objectNode();
        body.put("size", size).put("track_total_hits", true);
        var filter = body.putObject("query").putObject("bool").putArray("filter");
        filter.add(ElasticQuery.range(
                AuditField.TIMESTAMP.path(),
                JsonNodeFactory.instance
                        .objectNode()
                        .put("gte", search.since().toEpochMilli())
                        .put("lt", search.until().toEpochMilli())
                        .put("format", "epoch_millis")));
        filter.add(ElasticQuery.of(search.query()));
        var order = search.newestFirst() ? "desc" : "asc";
        var sort = body.putArray("sort");
        sort.addObject()
                .putObject(AuditField.TIMESTAMP.path())
                .put("order", order)
                .put("unmapped_type", "date");
        sort.addObject()
                .putObject(AuditField.EVENT_ID.path())
                .put("order", order)
                .put("unmapped_type", "keyword");
        var after = search.after();
        if (after != null) {
            body.putArray("search_after").add(after.timestampMillis()).add(after.id());
        }
        return body;
    }
}
