package io.tollhouse.contract.overlay;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Everything that is laid over the policy, as a whole: the next one replaces it.
 *
 * @param id what status and audit records call it; empty for nothing
 * @param kills at most {@value #MAX_KILLS}
 */
public record Overlay(String id, List<Kill> kills) {

    /** So many kills may hold at once. */
    public static final int MAX_KILLS = 500;

    private static final Overlay NOTHING = new Overlay("", List.of());

    public Overlay {
        kills = List.copyOf(kills);
        if (kills.size() > MAX_KILLS) {
            throw new IllegalArgumentException("has more than " + MAX_KILLS + " kills");
        }
    }

    /** Nothing is laid over the policy. */
    public static Overlay nothing() {
        return NOTHING;
    }

    /** When it says something else than at this time, by its own words; empty for never. */
    public Optional<Instant> changesAfter(Instant at) {
        return kills.stream()
                .map(Kill::until)
                .filter(Objects::nonNull)
                .filter(until -> until.isAfter(at))
                .min(Instant::compareTo);
    }
}
