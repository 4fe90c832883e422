package io.tollhouse.consumer.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.http.Context;
import io.tollhouse.consumer.slice.TopicSlices;

/** What the audit topic has of a time, for whoever goes through it a slice after the other. */
final class Plans {
    private Plans() {}

    static void answer(Context ctx, TopicSlices.Found found) {
        var answer = JsonNodeFactory.instance.objectNode().put("topicId", found.topicId());
        var slices = answer.putArray("slices");
        for (var slice : found.slices()) {
            slices.addObject()
                    .put("partition", slice.partition())
                    .put("from", slice.from())
                    .put("to", slice.to());
        }
        ctx.contentType("application/json").result(answer.toString());
    }
}
