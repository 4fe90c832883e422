package io.tollhouse.contract.policy;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How much of a rule each agent may use.
 *
 * @param values each at least 1; what is not there is not limited
 */
public record Limits(Map<Limit, Long> values) {

    /** Nothing is limited. */
    public static final Limits NONE = new Limits(Map.of());

    /** Copies, in the order of {@link Limit}. */
    public Limits {
        var copy = new EnumMap<Limit, Long>(Limit.class);
        copy.putAll(values);
        values = Collections.unmodifiableMap(copy);
    }

    /** The value of one limit; empty where there is none. */
    public OptionalLong of(Limit limit) {
        var value = values.get(limit);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /** Of each limit the lower one of both. */
    public Limits strictest(Limits other) {
        if (values.isEmpty() || other.values.isEmpty()) {
            return values.isEmpty() ? other : this;
        }
        var merged = new EnumMap<>(values);
        other.values.forEach((limit, value) -> merged.merge(limit, value, Math::min));
        return new Limits(merged);
    }

    /** Whether nothing is limited. */
    public boolean isEmpty() {
        return values.isEmpty();
    }
}
