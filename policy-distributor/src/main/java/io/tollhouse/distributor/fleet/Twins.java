package io.tollhouse.distributor.fleet;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Live runs of one node beside each other. A run that was killed counts as live for a while after the next one began; so two are
 * twins only when the earlier one has spoken since.
 */
final class Twins {
    private final Map<Boot, Boot> twins = new HashMap<>();

    private Twins() {}

    static Twins among(Collection<Boot> boots, Instant now) {
        var live = new HashMap<String, List<Boot>>();
        boots.stream()
                .filter(boot -> boot.presence(now) == Presence.LIVE)
                .forEach(boot -> live.computeIfAbsent(boot.status().node(), any -> new ArrayList<>())
                        .add(boot));
        var found = new Twins();
        live.values().stream().filter(runs -> runs.size() > 1).forEach(found::compare);
        return found;
    }

    private void compare(List<Boot> runs) {
        for (var one : runs) {
            for (var other : runs) {
                if (one.since().isBefore(other.since()) && one.at().isAfter(other.since())) {
                    twins.put(one, other);
                    twins.put(other, one);
                }
            }
        }
    }

    /** Another live run of the same node. */
    Optional<Boot> of(Boot boot) {
        return Optional.ofNullable(twins.get(boot));
    }
}
