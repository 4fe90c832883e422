package io.tollhouse.contract.fleet;

import static io.tollhouse.contract.fleet.Right.Operation.CREATE;
import static io.tollhouse.contract.fleet.Right.Operation.DESCRIBE;
import static io.tollhouse.contract.fleet.Right.Operation.DESCRIBE_CONFIGS;
import static io.tollhouse.contract.fleet.Right.Operation.READ;
import static io.tollhouse.contract.fleet.Right.Operation.WRITE;

import io.tollhouse.contract.fleet.Right.Resource;
import java.util.List;
import java.util.Locale;

/**
 * The rights in Kafka that each kind of process needs, and no more. What an operator is told to grant, what the documents show
 * and what the tests grant come from here.
 */
public final class Rights {
    /** The group of all audit consumers of a fleet. */
    public static final String AUDIT_GROUP = "tollhouse-audit";

    private static final List<Right> DISTRIBUTOR = List.of(
            Right.on(Topic.POLICY, READ, WRITE, CREATE, DESCRIBE_CONFIGS),
            Right.on(Topic.CHUNKS, READ, WRITE, CREATE, DESCRIBE_CONFIGS),
            Right.on(Topic.HISTORY, READ, WRITE, CREATE, DESCRIBE_CONFIGS),
            Right.on(Topic.FLEET, READ, CREATE, DESCRIBE_CONFIGS),
            Right.on(Topic.AUDIT, CREATE, DESCRIBE, DESCRIBE_CONFIGS),
            Right.on(Topic.PROGRESS, CREATE, DESCRIBE, DESCRIBE_CONFIGS),
            Right.on(Topic.CHECKPOINT, READ, WRITE, CREATE, DESCRIBE_CONFIGS),
            Right.on(Topic.DEAD_LETTER, CREATE, DESCRIBE, DESCRIBE_CONFIGS),
            Right.PUBLISH);

    private static final List<Right> NODE = List.of(
            Right.on(Topic.POLICY, READ, DESCRIBE_CONFIGS),
            Right.on(Topic.CHUNKS, READ, DESCRIBE_CONFIGS),
            Right.on(Topic.HISTORY, READ, DESCRIBE_CONFIGS),
            Right.on(Topic.FLEET, READ, WRITE, DESCRIBE_CONFIGS),
            Right.on(Topic.AUDIT, WRITE, DESCRIBE_CONFIGS),
            Right.on(Topic.CHECKPOINT, WRITE, DESCRIBE_CONFIGS));

    private static final List<Right> AUDIT_CONSUMER = List.of(
            Right.on(Topic.AUDIT, READ, DESCRIBE_CONFIGS),
            Right.on(Topic.PROGRESS, READ, WRITE, DESCRIBE_CONFIGS),
            Right.on(Topic.CHECKPOINT, READ, DESCRIBE_CONFIGS),
            Right.on(Topic.DEAD_LETTER, WRITE, DESCRIBE_CONFIGS),
            new Right(Resource.GROUP, AUDIT_GROUP, List.of(READ)));

    private Rights() {}

    /** Kinds of processes that speak with Kafka. */
    public enum Role {
        DISTRIBUTOR,
        NODE,
        AUDIT_CONSUMER;

        /** As people write it: {@code audit-consumer}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** One for each thing in Kafka. */
    public static List<Right> of(Role role) {
        return switch (role) {
            case DISTRIBUTOR -> DISTRIBUTOR;
            case NODE -> NODE;
            case AUDIT_CONSUMER -> AUDIT_CONSUMER;
        };
    }

    /** The topics that a process of this kind cannot do without. */
    public static List<Topic> topics(Role role) {
        return Topic.ALL.stream()
                .filter(topic -> of(role).stream()
                        .anyMatch(right -> right.resource() == Resource.TOPIC
                                && right.name().equals(topic.name())))
                .toList();
    }
}
