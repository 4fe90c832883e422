package io.tollhouse.contract.decision;

import io.tollhouse.contract.address.Host;
import io.tollhouse.contract.address.IpAddress;
import io.tollhouse.contract.overlay.Overlay;
import io.tollhouse.contract.policy.Policy;
import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.contract.yaml.Problems;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A policy made ready for the hot path: immutable, order-free, a few look-ups whatever the number of rules.
 *
 * <p>A request takes one matcher for all its phases: {@link #judgeName} before anything is resolved, then
 * {@link #judgeAddresses} for an allowed name or {@link #judgeUpstream} for a routed one. In each phase a kill
 * stands above a built-in deny, that above a deny, and a deny above what lets the request through.
 */
public final class Matcher {
    private final Policy policy;
    private final String hash;
    private final Reading reading;
    private final Overlay overlay;
    private final @Nullable Kills kills;
    private final @Nullable Decision standing;

    private Matcher(Policy policy, long revision, String hash, Surroundings surroundings, Problems problems) {
        this.policy = policy;
        this.hash = hash;
        var rules = Resolved.rules(policy, problems);
        var admitting = rules.stream().filter(rule -> !rule.isDeny()).toList();
        var guard = new AddressGuard(surroundings, policy.strict());
        this.reading = new Reading(
                new Decisions(policy.name(), revision),
                Agents.compile(policy, problems),
                guard,
                new BuiltIns(surroundings, guard),
                new RuleIndex(rules.stream().filter(CompiledRule::isDeny).toList()),
                new RuleIndex(admitting));
        this.overlay = Overlay.nothing();
        this.kills = null;
        this.standing = null;
        Conflicts.find(policy, admitting, problems);
    }

    private Matcher(Matcher base, Overlay overlay, @Nullable Kills kills, @Nullable Decision standing) {
        this.policy = base.policy;
        this.hash = base.hash;
        this.reading = base.reading;
        this.overlay = overlay;
        this.kills = kills;
        this.standing = standing;
    }

    /**
     * Makes the matcher.
     *
     * @param hash of the policy's text, for status and records
     * @throws InvalidDocument where two rules or two entries of agents contradict each other
     */
    public static Matcher compile(Policy policy, long revision, String hash, Surroundings surroundings)
            throws InvalidDocument {
        var problems = new Problems(policy.label());
        var matcher = new Matcher(policy, revision, hash, surroundings, problems);
        problems.throwIfAny();
        return matcher;
    }

    /** The decision of a node that never saw a policy. */
    public static Decision noPolicy() {
        return Decision.refusal(Verdict.UNAVAILABLE, BuiltIn.NO_POLICY.id(), "this node has no policy yet", "", 0);
    }

    /** A refusal by a built-in rule that is judged elsewhere, in the name of this policy. */
    public Decision refusal(Verdict verdict, BuiltIn rule, String reason) {
        return reading.say().refusal(verdict, rule, reason);
    }

    /**
     * The same policy and revision, refusing every request in this way whatever its rules say.
     *
     * @param verdict that lets nothing through
     * @param reason safe to show
     */
    public Matcher refusingAll(Verdict verdict, BuiltIn rule, String reason) {
        if (verdict.letsThrough()) {
            throw new IllegalArgumentException("no refusal: " + verdict);
        }
        return new Matcher(this, overlay, kills, refusal(verdict, rule, reason));
    }

    /**
     * The same policy and revision with this laid over it, instead of what was. It costs no compilation.
     *
     * @param node the id of the node at which it judges
     */
    public Matcher under(Overlay next, String node) {
        var compiled = next.kills().isEmpty() ? null : new Kills(next, node, reading.guard());
        return new Matcher(this, next, compiled, standing);
    }

    /** Judges what is known before anything is resolved. Of a literal that is all there is. */
    public Decision judgeName(Facts facts) {
        if (standing != null) {
            return standing;
        }
        if (facts.kind() == Facts.Kind.DNS) {
            return refusal(Verdict.DENY, BuiltIn.PROTOCOL, "this version answers no DNS questions");
        }
        return new NamePhase(reading, kills).judge(facts);
    }

    /**
     * Judges every address of an answer and every alias on the way; one bad one refuses the whole. The decision is complete
     * unless there is no address at all.
     *
     * @param byName what {@link #judgeName} of this matcher said to allow it; a refusal stays one
     * @param aliases the CNAMEs of the answer
     */
    public Decision judgeAddresses(Facts facts, Decision byName, List<IpAddress> answers, List<Host> aliases) {
        if (byName.verdict() == Verdict.ROUTE) {
            throw new IllegalArgumentException("a routed request is judged by its upstream");
        }
        if (!byName.letsThrough() || answers.isEmpty()) {
            return byName;
        }
        return new AnswerPhase(reading, kills).judge(facts, byName, answers, aliases);
    }

    /**
     * Judges the addresses of a route's upstream, which is the operator's word: private ones are fine. The decision is
     * complete unless there is no address at all.
     *
     * @param routed what {@link #judgeName} of this matcher said to route it; a refusal stays one
     */
    public Decision judgeUpstream(Facts facts, Decision routed, List<IpAddress> answers) {
        var route = routed.route();
        if (routed.verdict() == Verdict.ALLOW) {
            throw new IllegalArgumentException("an allowed request is judged by its addresses");
        }
        if (route == null || answers.isEmpty()) {
            return routed;
        }
        return new AnswerPhase(reading, kills).judgeUpstream(facts, routed, route, answers);
    }

    /** The labels of a verified identity; empty for one that the policy does not list. */
    public Map<String, String> labelsOf(String agent) {
        return Map.copyOf(reading.agents().who(agent).labels());
    }

    /** The policy's own label. */
    public String policyName() {
        return policy.name();
    }

    /** The policy's revision. */
    public long revision() {
        return reading.say().revision();
    }

    /** What is laid over the policy. */
    public Overlay overlay() {
        return overlay;
    }

    /** The hash of the policy's text. */
    public String hash() {
        return hash;
    }
}
