package io.tollhouse.contract.fleet;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a process may do with one thing in Kafka.
 *
 * @param name of the topic, the group, the transactional id
 * @param operations at least one. Kafka takes {@code READ} and {@code WRITE} for {@code DESCRIBE} too
 */
public record Right(Resource resource, String name, List<Operation> operations) {
    public Right {
        operations = List.copyOf(operations);
    }

    /** To write under the one transactional id of distributors. */
    public static final Right PUBLISH =
            new Right(Resource.TRANSACTIONAL_ID, Topic.TRANSACTIONAL_ID, List.of(Operation.WRITE));

    /** Kinds of things that Kafka gives rights on, by Kafka's names. */
    public enum Resource {
        TOPIC("topic"),
        GROUP("group"),
        TRANSACTIONAL_ID("transactional id");

        private final String words;

        Resource(String words) {
            this.words = words;
        }

        /** As people write it. */
        public String words() {
            return words;
        }
    }

    /** Operations by Kafka's names. */
    public enum Operation {
        READ("Read"),
        WRITE("Write"),
        CREATE("Create"),
        DESCRIBE("Describe"),
        DESCRIBE_CONFIGS("DescribeConfigs");

        private final String option;

        Operation(String option) {
            this.option = option;
        }

        /** As {@code kafka-acls.sh --operation} takes it. */
        public String option() {
            return option;
        }
    }

    public static Right on(Topic topic, Operation... operations) {
        return new Right(Resource.TOPIC, topic.name(), Arrays.asList(operations));
    }

    /** With the name as it stands, and each operation by Kafka's name: {@code READ on the topic tollhouse.policy}. */
    @Override
    public String toString() {
        return operations.stream().map(Operation::name).collect(Collectors.joining(" and ")) + " on the "
                + resource.words() + " " + name;
    }
}
