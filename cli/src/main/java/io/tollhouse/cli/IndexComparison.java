package io.tollhouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollhouse.cli.api.ApiException;
import io.tollhouse.contract.audit.EventId;
import io.tollhouse.contract.trail.Finding;
import io.tollhouse.contract.trail.Finding.Kind;
import io.tollhouse.contract.trail.Stretches;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Holds what the audit topic has of a time against the index, by the API. */
final class IndexComparison {
    private final Session session;
    private final TopicSteps steps;
    private long records;

    private IndexComparison(Session session, TopicSteps steps) {
        this.session = session;
        this.steps = steps;
    }

    /** Notes what the topic has of it now; what comes later is not looked at. */
    static IndexComparison plan(Session session, String from, String to) throws ApiException {
        return new IndexComparison(session, new TopicSteps(session.api().planComparison(from, to)));
    }

    /** Messages to be looked at, at most. */
    long total() {
        return steps.total();
    }

    /**
     * Does it.
     *
     * @param found told of what the index lacks, and of what it has with another hash
     * @param done told of how many messages are done
     */
    void run(Consumer<Finding> found, LongConsumer done) throws ApiException, Failure {
        var lacking = new Stretches(Kind.UNINDEXED, "on the audit topic and not in the index", found);
        var differing = new Stretches(Kind.EDITED, "in the index with another hash than on the audit topic", found);
        steps.run(
                slice -> {
                    var answer = session.api().compare(slice);
                    records += answer.path("records").asLong();
                    add(answer.path("lacking"), lacking);
                    add(answer.path("differing"), differing);
                    return answer;
                },
                done);
        lacking.end();
        differing.end();
    }

    private static void add(JsonNode ids, Stretches stretches) throws Failure {
        for (var id : ids) {
            stretches.add(EventId.parse(id.asText())
                    .orElseThrow(() -> new Failure(
                            ExitCode.UNREACHABLE, "the API named a record by an id of another form: " + id + ".")));
        }
    }

    /** How many records were looked up. */
    long records() {
        return records;
    }
}
