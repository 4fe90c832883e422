package io.tollhouse.proxy.policy;

import io.tollhouse.contract.decision.BuiltIn;
import io.tollhouse.contract.decision.Matcher;
import io.tollhouse.contract.decision.Surroundings;
import io.tollhouse.contract.overlay.Overlay;
import io.tollhouse.contract.policy.Policy;
import io.tollhouse.contract.yaml.InvalidDocument;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What requests are judged by: the policy in force with what is laid over it, or, under a restraint of this node, the same refusing
 * everything. One volatile reference, read by every request, so that a request has both of one moment.
 */
public final class Enforced {
    private static final CompletionStage<Long> NOTHING_IN_FLIGHT = CompletableFuture.completedFuture(0L);

    /** What a restraint is laid on where there is no policy. */
    private static final Matcher NO_RULES = noRules();

    private final Map<BuiltIn, Restraint> restraints = new EnumMap<>(BuiltIn.class);
    private final String node;
    private @Nullable Matcher policy;
    private Overlay overlay = Overlay.nothing();
    private @Nullable Instant lookedAt;
    private volatile @Nullable Matcher matcher;
    private Function<Matcher, CompletionStage<Long>> onChange = matcher -> NOTHING_IN_FLIGHT;
    private volatile CompletionStage<Long> rejudged = NOTHING_IN_FLIGHT;
    private volatile CompletionStage<Long> rejudgedByOverlay = NOTHING_IN_FLIGHT;

    /** @param node the id of this node, which kills may name */
    public Enforced(String node) {
        this.node = node;
    }

    /**
     * Has this called at once and after each change with what judges the requests that are in flight, on the thread that made the change.
     * Under a restraint that only turns new requests away that is the policy itself.
     *
     * @param listener returns at once; what it returns is done when everything in flight was judged, with how many tunnels were cut,
     *     and fails where that cannot be
     */
    public synchronized void onChange(Function<Matcher, CompletionStage<Long>> listener) {
        onChange = listener;
        changed();
    }

    private static Matcher noRules() {
        var nothing = new Policy("none", "", true, List.of(), List.of(), List.of(), List.of());
        try {
            return Matcher.compile(nothing, 0, "", Surroundings.none());
        } catch (InvalidDocument e) {
            throw new IllegalStateException("no rules contradict each other", e);
        }
    }

    /**
     * What new requests are judged by; null as long as the node never saw a policy that it believes, except in a lockdown, which is
     * the reason then that agents are told.
     */
    public @Nullable Matcher matcher() {
        return matcher;
    }

    /** Done, with how many tunnels were cut, when what is in flight was judged by what is in force now. */
    CompletionStage<Long> rejudged() {
        return rejudged;
    }

    /** The same for the overlay alone: when it was put in force, whatever came after it. */
    CompletionStage<Long> rejudgedByOverlay() {
        return rejudgedByOverlay;
    }

    /** Another policy is in force. */
    public synchronized void policy(Matcher next) {
        policy = next;
        changed();
    }

    /** Another overlay is laid over the policy in force, and over those to come. */
    synchronized void overlay(Overlay next) {
        overlay = next;
        changed();
        rejudgedByOverlay = rejudged;
    }

    /**
     * Has what is in flight judged again when the overlay says something else than at the last look: a part of it has expired, or,
     * where the clock went back, holds again. To be called several times a second.
     *
     * @param now by the brokers' clock
     */
    public synchronized void look(Instant now) {
        var before = lookedAt;
        lookedAt = now;
        if (before != null && (now.isBefore(before) ? changes(now, before) : changes(before, now))) {
            changed();
        }
    }

    private boolean changes(Instant after, Instant upTo) {
        return overlay.changesAfter(after)
                .filter(change -> !change.isAfter(upTo))
                .isPresent();
    }

    /** Lays a restraint on; one by the same rule is replaced. The same one again changes nothing. */
    synchronized void restrain(Restraint restraint) {
        if (!restraint.equals(restraints.put(restraint.rule(), restraint))) {
            changed();
        }
    }

    /** Takes the restraint by this rule away, if it is there. */
    synchronized void release(BuiltIn rule) {
        if (restraints.remove(rule) != null) {
            changed();
        }
    }

    /** First the reference, then what is in flight: a request that begins in between is judged by the new one. */
    private void changed() {
        var base = policy;
        var lockdown = restraints.get(BuiltIn.LOCKDOWN);
        if (base == null) {
            matcher = lockdown == null ? null : lockdown.on(NO_RULES.under(overlay, node));
        } else {
            var laid = base.under(overlay, node);
            matcher = under(laid, false);
            rejudged = onChange.apply(under(laid, true));
        }
    }

    /** The restraint that comes last among the built-in rules gives the reason: a lockdown before staleness. */
    private Matcher under(Matcher base, boolean cutting) {
        var strongest = base;
        for (var restraint : restraints.values()) {
            strongest = restraint.cuts() || !cutting ? restraint.on(base) : strongest;
        }
        return strongest;
    }
}
