package io.tollhouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollhouse.cli.api.ApiException;
import java.util.function.LongConsumer;

/** Goes through the slices of a plan of the audit topic, as far with each request as its answer says. */
final class TopicSteps {
    private final JsonNode plan;

    /** @param plan as the API has it: the topic's id, and slices with their ends */
    TopicSteps(JsonNode plan) {
        this.plan = plan;
    }

    /** One request. */
    interface Step {
        /**
         * Does something with the first messages of a slice.
         *
         * @return the answer, which says with which message to go on
         */
        JsonNode take(ObjectNode slice) throws ApiException, Failure;
    }

    /** Messages in all, at most. */
    long total() {
        long total = 0;
        for (var slice : plan.path("slices")) {
            total += end(slice) - begin(slice);
        }
        return total;
    }

    /** @param done told of how many messages are done, after each step */
    void run(Step step, LongConsumer done) throws ApiException, Failure {
        long before = 0;
        for (var slice : plan.path("slices")) {
            for (long next = begin(slice); next < end(slice); ) {
                var answer = step.take(JsonNodeFactory.instance
                        .objectNode()
                        .put("topicId", plan.path("topicId").asText())
                        .put("partition", slice.path("partition").asInt())
                        .put("from", next)
                        .put("to", end(slice)));
                next = Math.max(next + 1, answer.path("next").asLong());
                done.accept(before + next - begin(slice));
            }
            before += end(slice) - begin(slice);
        }
    }

    private static long begin(JsonNode slice) {
        return slice.path("from").asLong();
    }

    private static long end(JsonNode slice) {
        return slice.path("to").asLong();
    }
}
