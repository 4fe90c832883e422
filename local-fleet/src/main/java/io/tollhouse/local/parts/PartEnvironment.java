package io.tollhouse.local.parts;

import io.tollhouse.contract.settings.Key;
import io.tollhouse.contract.settings.Part;
import io.tollhouse.contract.yaml.Words;
import io.tollhouse.local.data.Refused;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which variables reach which part. A {@code TOLLHOUSE_} variable goes to the parts that know its key, where it stands above
 * what {@code up} writes into their files; all others go to every part.
 */
public final class PartEnvironment {
    private static final String PREFIX = "TOLLHOUSE_";

    /** What {@code up} must decide alone: two parts rely on each of these. {@code .*} stands for everything below. */
    private static final List<String> OWNED =
            List.of("node.id", "listen.*", "kafka.bootstrap", "ledger.dir", "fleet.id");

    private final Map<String, String> variables;

    private PartEnvironment(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    /**
     * Takes an environment.
     *
     * @throws Refused naming every variable that sets what {@code up} decides, or that nobody knows
     */
    public static PartEnvironment of(Map<String, String> variables) throws Refused {
        var problems = new ArrayList<String>();
        for (var variable : new TreeMap<>(variables).keySet()) {
            if (variable.startsWith(PREFIX)) {
                problem(variable).ifPresent(problem -> problems.add("environment " + variable + ": " + problem));
            }
        }
        if (!problems.isEmpty()) {
            throw new Refused(String.join("\n", problems));
        }
        return new PartEnvironment(variables);
    }

    private static Optional<String> problem(String variable) {
        if (!Part.anyKnows(variable)) {
            return Optional.of("no part of Tollhouse knows it" + didYouMean(variable) + "; unset it");
        }
        return Arrays.stream(Part.values())
                .flatMap(part -> part.keyOf(variable).stream())
                .filter(PartEnvironment::isOwned)
                .findFirst()
                .map(key -> key + " is set by `tollhouse up` itself; unset it (for ports there are flags)");
    }

    private static boolean isOwned(String key) {
        return OWNED.stream()
                .anyMatch(owned -> owned.endsWith(".*")
                        ? key.startsWith(owned.substring(0, owned.length() - 1))
                        : key.equals(owned));
    }

    private static String didYouMean(String variable) {
        var known = Arrays.stream(Part.values())
                .flatMap(part -> part.keys().stream())
                .map(Key::variable)
                .distinct()
                .toList();
        return Words.nearest(variable, known)
                .map(near -> "; did you mean " + near + "?")
                .orElse("");
    }

    /** What a part of the product gets. */
    public Map<String, String> of(Part part) {
        var passed = new HashMap<>(others());
        variables.forEach((variable, value) -> {
            if (variable.startsWith(PREFIX) && part.keyOf(variable).isPresent()) {
                passed.put(variable, value);
            }
        });
        return Map.copyOf(passed);
    }

    /** What every other child gets. */
    public Map<String, String> others() {
        var passed = new HashMap<>(variables);
        passed.keySet().removeIf(variable -> variable.startsWith(PREFIX));
        return Map.copyOf(passed);
    }
}
