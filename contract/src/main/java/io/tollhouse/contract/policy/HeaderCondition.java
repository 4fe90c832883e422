package io.tollhouse.contract.policy;

import java.util.List;

/**
 * What every line of one header must be. A request without the header does not satisfy it.
 *
 * @param name lower case
 * @param values of which one must match; in each, {@code *} stands for any characters, none included. Case matters
 */
public record HeaderCondition(String name, List<String> values) {
    /** Copies. */
    public HeaderCondition {
        values = List.copyOf(values);
    }

    /** Whether a line with this value, without white space around it, satisfies it. */
    public boolean matches(String value) {
        return values.stream().anyMatch(pattern -> Stars.matches(pattern, value));
    }
}
