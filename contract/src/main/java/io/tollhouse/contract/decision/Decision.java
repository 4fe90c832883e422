package io.tollhouse.contract.decision;

import io.tollhouse.contract.address.Cidr;
import io.tollhouse.contract.policy.Protocol;
import io.tollhouse.contract.policy.Route;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one request.
 *
 * @param rule the id of the rule that decided
 * @param reason why, for people
 * @param suggestion what to do instead; null where the policy gives none
 * @param policy the policy's label; empty where there is none
 * @param revision the policy's revision; 0 where there is none
 * @param manner how the request goes; {@link Manner#NONE} of a refusal
 * @param complete whether everything was judged; an incomplete one lets nothing out before the addresses are judged too
 * @param asks the id of the rule whose approval is missing; there exactly when the verdict is {@link Verdict#ASK}
 * @param would what would be decided if everything were enforced that only reports, as far as it was judged; null where the policy
 *     has nothing of the kind
 */
public record Decision(
        Verdict verdict,
        String rule,
        String reason,
        @Nullable String suggestion,
        String policy,
        long revision,
        Manner manner,
        boolean complete,
        @Nullable String asks,
        @Nullable Decision would) {

    /** Refuses a route without a place to go and the other way round. */
    public Decision {
        if ((verdict == Verdict.ROUTE) != (manner.route() != null)) {
            throw new IllegalArgumentException("a route belongs to the verdict route");
        }
    }

    /** A refusal, which is always complete. */
    public static Decision refusal(Verdict verdict, String rule, String reason, String policy, long revision) {
        return new Decision(verdict, rule, reason, null, policy, revision, Manner.NONE, true, null, null);
    }

    /** Whether the request goes out, once the decision is complete. */
    public boolean letsThrough() {
        return verdict.letsThrough();
    }

    /** Where the request goes instead; there exactly when the verdict is {@link Verdict#ROUTE}. */
    public @Nullable Route route() {
        return manner.route();
    }

    /** The private networks that the deciding rule opens. */
    public List<Cidr> allowPrivate() {
        return manner.allowPrivate();
    }

    /** The same for other words. */
    public Decision because(String words) {
        return new Decision(verdict, rule, words, suggestion, policy, revision, manner, complete, asks, would);
    }

    /** The same with everything judged, for the protocols that are left. */
    Decision completed(Set<Protocol> spoken, boolean inspected) {
        return new Decision(
                verdict, rule, reason, suggestion, policy, revision, manner.with(spoken, inspected), true, asks, would);
    }

    /** The same for other protocols. */
    Decision speaking(Set<Protocol> spoken) {
        return with(manner.with(spoken, false), would);
    }

    /** The same with encrypted client hellos refused. */
    Decision withoutEch() {
        return letsThrough() ? with(manner.withoutEch(), would) : this;
    }

    Decision withWould(@Nullable Decision other) {
        return with(manner, other);
    }

    private Decision with(Manner how, @Nullable Decision other) {
        if (how.equals(manner) && Objects.equals(other, would)) {
            return this;
        }
        return new Decision(verdict, rule, reason, suggestion, policy, revision, how, complete, asks, other);
    }

    /**
     * What would be decided instead if everything were enforced that only reports; null where that is the same verdict by the
     * same rule.
     */
    public @Nullable Decision otherwise() {
        return would == null || (would.verdict == verdict && would.rule.equals(rule)) ? null : would;
    }

    /**
     * Whether what was let in under the one may go on under the other: same verdict, inspection, route, protocol and credential
     * (P5). The rule may be another, and addresses are judged again on their own.
     */
    public boolean sameManner(Decision other) {
        return verdict == other.verdict && manner.isSame(other.manner);
    }

    /**
     * What this decision asks of the node that enforces it and that node has not; empty of a refusal, which every node can enforce.
     * Of a tunnel that has yet to show what is spoken in it, {@link Feature#INSPECT} is asked for only then.
     *
     * @param enforced what the node has
     */
    public Set<Feature> needs(Set<Feature> enforced) {
        var missing = EnumSet.noneOf(Feature.class);
        if (letsThrough()) {
            missing.add(verdict == Verdict.ROUTE ? Feature.ROUTE : Feature.ALLOW);
            missing.addAll(manner.needs());
            missing.removeAll(enforced);
        }
        return missing;
    }
}
