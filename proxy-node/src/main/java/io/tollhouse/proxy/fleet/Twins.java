package io.tollhouse.proxy.fleet;

import io.tollhouse.contract.fleet.NodeStatus;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Other runs under this node's id that are live, told from the records of the fleet topic in their order. Time is the topic's
 * own, which this node's status moves on: what cannot be read is not forgotten. For one thread.
 */
final class Twins {
    /** More than these under one id are a mistake that needs no longer list. */
    private static final int KEPT = 16;

    /** What a run that was killed had sent may still be on its way when the next one speaks. */
    private static final long LAST_WORDS_MILLIS = NodeStatus.INTERVAL_MILLIS;

    private final String node;
    private final String boot;
    private final Set<String> previous;
    private final Map<String, Twin> others = new LinkedHashMap<>();
    private long begun = -1;
    private long now;

    /**
     * Another run under this id.
     *
     * @param at when its last status was appended
     * @param older whether it was there when this run began, or is a run of this folder that spoke soon after
     */
    record Twin(NodeStatus status, long at, boolean older) {}

    /** @param previous runs of this node's own folder, which are dead unless they go on speaking */
    Twins(String node, String boot, Set<String> previous) {
        this.node = node;
        this.boot = boot;
        this.previous = Set.copyOf(previous);
    }

    /** The next status of the topic, appended then. */
    void heard(NodeStatus status, long at) {
        now = Math.max(now, at);
        if (status.node().equals(node)) {
            if (status.boot().equals(boot)) {
                begun = begun < 0 ? at : begun;
            } else {
                another(status, at);
            }
        }
        others.values().removeIf(other -> now - other.at() > NodeStatus.LIVE_MILLIS);
    }

    private void another(NodeStatus status, long at) {
        var known = others.remove(status.boot());
        if (status.state() != NodeStatus.State.LEFT) {
            boolean older = (known == null || isDead(known)) ? isOlder(status.boot(), at) : known.older();
            others.put(status.boot(), new Twin(status, at, older));
        }
        if (others.size() > KEPT) {
            others.remove(others.keySet().iterator().next());
        }
    }

    /** A run of this folder that was silent for so long was lost: this one is ready by then, and whoever speaks in its name is later. */
    private boolean isOlder(String other, long at) {
        return begun < 0 || (previous.contains(other) && at <= begun + NodeStatus.LIVE_MILLIS);
    }

    /** Whether this node's own first status was read, and with it everything that others said before. */
    boolean isKnown() {
        return begun >= 0;
    }

    /** The one that matters most: one that was there before this run, else the one that spoke last. */
    Optional<Twin> worst() {
        return others.values().stream()
                .filter(other -> isKnown() && !isDead(other))
                .max(Comparator.comparing(Twin::older).thenComparing(Twin::at));
    }

    private boolean isDead(Twin other) {
        return previous.contains(other.status().boot()) && other.at() <= begun + LAST_WORDS_MILLIS;
    }
}
