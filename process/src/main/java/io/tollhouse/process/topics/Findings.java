package io.tollhouse.process.topics;

import io.tollhouse.contract.fleet.KafkaCommands;
import io.tollhouse.contract.fleet.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Holds a topic that is there against what it must be. */
final class Findings {
    private Findings() {}

    /**
     * One for each difference, with the command that mends it.
     *
     * @param config of the topic, defaults of the broker included
     */
    static List<Finding> of(Topic wanted, int partitions, Map<String, String> config, KafkaCommands commands) {
        var found = new ArrayList<Finding>();
        if (wanted.exactPartitions() && partitions != wanted.partitions()) {
            found.add(new Finding(
                    wanted.name(),
                    "it has %d partitions and must have %d".formatted(partitions, wanted.partitions()),
                    commands.delete(wanted)));
        }
        new TreeMap<>(wanted.config()).forEach((key, must) -> {
            var was = config.getOrDefault(key, "not set");
            if (!same(was, must)) {
                found.add(new Finding(
                        wanted.name(),
                        "%s is %s and must be %s".formatted(key, was, must),
                        commands.alter(wanted, key, must)));
            }
        });
        return found;
    }

    /** The order of words in a list means nothing. */
    private static boolean same(String was, String must) {
        return was.equals(must)
                || (must.contains(",") && Set.of(must.split(",")).equals(Set.copyOf(List.of(was.split(",")))));
    }
}
