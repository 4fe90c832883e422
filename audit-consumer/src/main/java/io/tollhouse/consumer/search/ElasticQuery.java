package io.tollhouse.consumer.search;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollhouse.consumer.query.Glob;
import io.tollhouse.consumer.query.Query;
import java.util.List;

/** A query in Elasticsearch's own language. Scores are of no use, so everything is a filter. */
final class ElasticQuery {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ElasticQuery() {}

    static ObjectNode of(Query query) {
        if (query instanceof Query.And and) {
            return and.parts().isEmpty() ? node("match_all", JSON.objectNode()) : bool("filter", and.parts());
        }
        if (query instanceof Query.Or or) {
            return bool("should", or.parts());
        }
        if (query instanceof Query.Not not) {
            return bool("must_not", List.of(not.part()));
        }
        var has = (Query.Has) query;
        return test(has.field().path(), has.test());
    }

    private static ObjectNode bool(String how, List<Query> parts) {
        var all = JSON.arrayNode();
        parts.forEach(part -> all.add(of(part)));
        return node("bool", JSON.objectNode().set(how, all));
    }

    private static ObjectNode test(String field, Query.Test test) {
        if (test instanceof Query.Exactly exactly) {
            return node("term", JSON.objectNode().put(field, exactly.text()));
        }
        if (test instanceof Query.Like like) {
            return node("wildcard", JSON.objectNode().put(field, wildcard(like.form())));
        }
        if (test instanceof Query.Numbers numbers) {
            return range(field, JSON.objectNode().put("gte", numbers.least()).put("lte", numbers.most()));
        }
        if (test instanceof Query.Between between) {
            return range(
                    field,
                    JSON.objectNode()
                            .put("gte", between.first().toEpochMilli())
                            .put("lte", between.last().toEpochMilli())
                            .put("format", "epoch_millis"));
        }
        if (test instanceof Query.Within within) {
            return node("term", JSON.objectNode().put(field, within.network().text()));
        }
        return node("exists", JSON.objectNode().put("field", field));
    }

    static ObjectNode range(String field, ObjectNode ends) {
        return node("range", JSON.objectNode().set(field, ends));
    }

    private static ObjectNode node(String name, ObjectNode body) {
        return JSON.objectNode().set(name, body);
    }

    private static String wildcard(Glob form) {
        var text = new StringBuilder();
        for (int sign : form.signs()) {
            switch (sign) {
                case Glob.ANY -> text.append('*');
                case Glob.ONE -> text.append('?');
                case '*', '?', '\\' -> text.append('\\').appendCodePoint(sign);
                default -> text.appendCodePoint(sign);
            }
        }
        return text.toString();
    }
}
