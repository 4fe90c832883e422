package io.tollhouse.contract.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The processes of a fleet with the settings that each knows. They stand together because an environment is shared: a
 * variable that this part does not know is an error only when no other part knows it either.
 */
public enum Part {
    NODE,
    DISTRIBUTOR,
    CONSUMER;

    /** Variables of the launcher and of the command line, which are not settings of a process. */
    public static final Set<String> OTHER_VARIABLES =
            Set.of("TOLLHOUSE_DATA", "TOLLHOUSE_API", "TOLLHOUSE_TOKEN_FILE", "TOLLHOUSE_NO_BUILD");

    public List<Key> keys() {
        return switch (this) {
            case NODE -> Keys.NODE;
            case DISTRIBUTOR -> Keys.DISTRIBUTOR;
            case CONSUMER -> Keys.CONSUMER;
        };
    }

    public boolean knows(String key) {
        return keys().stream().anyMatch(known -> known.covers(key));
    }

    /** The key of this part that an environment variable sets. */
    public Optional<String> keyOf(String variable) {
        return keys().stream()
                .map(key -> Optional.ofNullable(key.keyOf(variable)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Whether any part of Tollhouse reads this variable. */
    public static boolean anyKnows(String variable) {
        return OTHER_VARIABLES.contains(variable)
                || Arrays.stream(values()).anyMatch(part -> part.keyOf(variable).isPresent());
    }
}
