package io.tollhouse.process.kafka;

import io.tollhouse.contract.fleet.KafkaCommands;
import io.tollhouse.contract.fleet.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Holds a topic that is there against what it must be. */
public final class Findings {
    private Findings() {}

    /**
     * One sentence for each difference, with the command that mends it.
     *
     * @param config of the topic, defaults of the broker included
     */
    public static List<String> of(Topic wanted, int partitions, Map<String, String> config, KafkaCommands command) {
        var found = new ArrayList<String>();
        if (wanted.exactPartitions() && partitions != wanted.partitions()) {
            found.add("%s has %d partitions and must have %d: %s"
                    .formatted(wanted.name(), partitions, wanted.partitions(), command.delete(wanted)));
        }
        new TreeMap<>(wanted.config()).forEach((key, must) -> {
            var was = config.getOrDefault(key, "not set");
            if (!same(was, must)) {
                found.add("%s: %s is %s and must be %s: %s"
                        .formatted(wanted.name(), key, was, must, command.alter(wanted, key, must)));
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
