package io.tollhouse.consumer.comparison;

import java.util.List;

/**
 * What was found of some messages of the audit topic.
 *
 * @param next offset of the first that was not looked at
 * @param records how many records were looked up
 * @param others how many messages are no records, and were not
 * @param lacking ids of those that the index has neither as a document nor as an envelope, in their order on the topic
 * @param differing ids of those under which the index has another hash, and which no envelope has
 */
public record Compared(long next, int records, int others, List<String> lacking, List<String> differing) {
    public Compared {
        lacking = List.copyOf(lacking);
        differing = List.copyOf(differing);
    }
}
