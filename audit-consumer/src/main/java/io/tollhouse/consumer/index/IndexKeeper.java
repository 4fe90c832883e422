package io.tollhouse.consumer.index;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollhouse.consumer.document.IndexNames;
import io.tollhouse.process.health.Health;
import io.tollhouse.process.kafka.Backoff;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.ResponseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that Elasticsearch has our templates before the first record goes there, and goes on looking: a cluster that
 * was set up anew would guess the types of our fields.
 */
public final class IndexKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(IndexKeeper.class);
    private static final Duration CHECK = Duration.ofSeconds(10);
    private static final int NOT_FOUND = 404;
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Cluster cluster;
    private final IndexSettings settings;
    private final Health.Part health;
    private final CountDownLatch prepared = new CountDownLatch(1);
    private final Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5));

    public IndexKeeper(Cluster cluster, IndexSettings settings, Health health) {
        this.cluster = cluster;
        this.settings = settings;
        this.health = health.part("elasticsearch");
        this.health.red("waits for the first answer of Elasticsearch");
    }

    /** Returns when records may be written. */
    public void awaitPrepared() throws InterruptedException {
        prepared.await();
    }

    /** What a thread of its own does. */
    public void run() throws InterruptedException {
        boolean first = true;
        while (true) {
            try {
                keep(first);
                first = false;
                prepared.countDown();
                backoff.reset();
                Thread.sleep(CHECK.toMillis());
            } catch (IOException
                    | RuntimeException e) { // the latter where an answer has not the form that it must have
                health.red(Failures.sentence(e));
                Thread.sleep(backoff.next().toMillis());
            }
        }
    }

    /** At the first time also what an older version of this process left as it was. */
    private void keep(boolean first) throws IOException {
        boolean newer = false;
        for (var template : Templates.PATTERNS.entrySet()) {
            var stored = version(template.getKey());
            if (stored.isEmpty() || (first && stored.getAsInt() <= Templates.VERSION)) {
                put(template.getKey(), Templates.template(template.getValue(), settings));
            }
            newer |= stored.orElse(0) > Templates.VERSION;
        }
        if (first && !newer) {
            addFields();
        }
        health.fine();
    }

    private OptionalInt version(String template) throws IOException {
        try {
            var answer = cluster.rest().performRequest(new Request("GET", "/_index_template/" + template));
            var body = MAPPER.readTree(answer.getEntity().getContent());
            return OptionalInt.of(
                    body.at("/index_templates/0/index_template/version").asInt());
        } catch (ResponseException e) {
            if (e.getResponse().getStatusLine().getStatusCode() == NOT_FOUND) {
                return OptionalInt.empty();
            }
            throw e;
        }
    }

    private void put(String name, ObjectNode template) throws IOException {
        var request = new Request("PUT", "/_index_template/" + name);
        request.setJsonEntity(template.toString());
        cluster.rest().performRequest(request);
        LOG.info("template {} is there in version {}", name, Templates.VERSION);
    }

    /** A template changes only indices to come; those that are there learn of new fields in this way. */
    private void addFields() throws IOException {
        var request = new Request("PUT", "/" + IndexNames.AUDIT + "*," + IndexNames.ENVELOPE + "*/_mapping");
        request.addParameter("expand_wildcards", "open");
        request.addParameter("allow_no_indices", "true");
        request.addParameter("ignore_unavailable", "true");
        var mapping = JsonNodeFactory.instance.objectNode();
        mapping.set("properties", Templates.properties());
        request.setJsonEntity(mapping.toString());
        cluster.rest().performRequest(request);
    }
}
