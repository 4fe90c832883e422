package io.tollhouse.consumer.index;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollhouse.consumer.document.IndexNames;
import java.io.IOException;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.ResponseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes indices whole, in one step: types, layout, and the alias by which they are written to. So no record can ever reach an
 * index whose types were guessed, not even in a cluster that lost our templates a moment ago.
 */
final class IndexMaker {
    private static final Logger LOG = LoggerFactory.getLogger(IndexMaker.class);
    private static final String IS_THERE = "resource_already_exists_exception";
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Cluster cluster;
    private final IndexSettings settings;

    IndexMaker(Cluster cluster, IndexSettings settings) {
        this.cluster = cluster;
        this.settings = settings;
    }

    /** Returns when it can be written to. Another consumer may make it at the same moment, and an older one may have made it. */
    void make(String index) throws IOException {
        try {
            ask(index, Templates.index(IndexNames.alias(index), settings));
            LOG.info("index {} is made", index);
        } catch (ResponseException e) {
            if (!type(e).equals(IS_THERE)) {
                throw e;
            }
            ask(index + "/_alias/" + IndexNames.alias(index), JsonNodeFactory.instance.objectNode());
        }
    }

    private void ask(String path, ObjectNode body) throws IOException {
        var request = new Request("PUT", "/" + path);
        request.setJsonEntity(body.toString());
        cluster.rest().performRequest(request);
    }

    private static String type(ResponseException failure) throws IOException {
        var entity = failure.getResponse().getEntity();
        return entity == null
                ? ""
                : MAPPER.readTree(entity.getContent()).at("/error/type").asText();
    }
}
