package io.tollhouse.contract.decision;

import io.tollhouse.contract.address.Host;
import io.tollhouse.contract.address.IpAddress;
import io.tollhouse.contract.overlay.Overlay;
import io.tollhouse.contract.policy.Policy;
import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.contract.yaml.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A policy made ready for the hot path: immutable, order-free, a few look-ups whatever the number of rules.
 *
 * <p>A request takes one matcher for all its phases: {@link #judgeName} before anything is resolved, then {@link
 * #judgeAddresses} for an allowed name or {@link #judgeUpstream} for a routed one. In each phase a kill stands above a
 * built-in deny, that above a deny, and a deny above what lets the request through.
 */
public final class Matcher {
    private final Policy policy;
    private final String hash;
    private final Reading enforced;
    private final @Nullable Reading would;
    private final List<CompiledRule> rules;
    private final Map<String, ListIndex> lists;
    private final List<Problem> warnings;
    private final Expiries expiries;
    private final Overlay overlay;
    private final @Nullable Kills kills;
    private final @Nullable Decision standing;

    /**
     * @param rules all of the policy's, in the order of the document
     * @param lists the long ones, by hash
     * @param warnings what is allowed and probably not meant
     */
    Matcher(
            Policy policy,
            String hash,
            Reading enforced,
            @Nullable Reading would,
            List<CompiledRule> rules,
            Map<String, ListIndex> lists,
            List<Problem> warnings,
            Expiries expiries) {
        this.policy = policy;
        this.hash = hash;
        this.enforced = enforced;
        this.would = would;
        this.rules = rules;
        this.lists = lists;
        this.warnings = warnings;
        this.expiries = expiries;
        this.overlay = Overlay.nothing();
        this.kills = null;
        this.standing = null;
    }

    private Matcher(Matcher base, Overlay overlay, @Nullable Kills kills, @Nullable Decision standing) {
        this.policy = base.policy;
        this.hash = base.hash;
        this.enforced = base.enforced;
        this.would = base.would;
        this.rules = base.rules;
        this.lists = base.lists;
        this.warnings = base.warnings;
        this.expiries = base.expiries;
        this.overlay = overlay;
        this.kills = kills;
        this.standing = standing;
    }

    /**
     * Makes the matcher of a policy that nothing bounds.
     *
     * @param hash of the policy's text, for status and records
     * @throws InvalidDocument where two rules or two entries of agents contradict each other
     */
    public static Matcher compile(Policy policy, long revision, String hash, Surroundings surroundings)
            throws InvalidDocument {
        return compile(policy, null, revision, hash, surroundings);
    }

    /**
     * Makes the matcher of a policy within a maximum.
     *
     * @param maximum what the policy may not exceed; null for nothing
     * @param hash of the policy's text, for status and records
     * @throws InvalidDocument where two rules or two entries of agents of one document contradict each other
     */
    public static Matcher compile(
            Policy policy, @Nullable Policy maximum, long revision, String hash, Surroundings surroundings)
            throws InvalidDocument {
        return compile(policy, maximum, revision, hash, surroundings, null);
    }

    /**
     * As {@link #compile(Policy, Policy, long, String, Surroundings)}, without indexing again the long lists that another matcher has.
     *
     * @param before usually of the revision before; null for none
     */
    public static Matcher compile(
            Policy policy,
            @Nullable Policy maximum,
            long revision,
            String hash,
            Surroundings surroundings,
            @Nullable Matcher before)
            throws InvalidDocument {
        return new Compiler(policy, maximum, surroundings, before).matcher(revision, hash);
    }

    /** The decision of a node that never saw a policy. */
    public static Decision noPolicy() {
        return Decision.refusal(Verdict.UNAVAILABLE, BuiltIn.NO_POLICY.id(), "this node has no policy yet", "", 0);
    }

    /** A refusal by a built-in rule that is judged elsewhere, in the name of this policy. */
    public Decision refusal(Verdict verdict, BuiltIn rule, String reason) {
        return enforced.say().refusal(verdict, rule, reason);
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
        var compiled = next.kills().isEmpty() ? null : new Kills(next, node, enforced.guard());
        return new Matcher(this, next, compiled, standing);
    }

    /** Judges what is known before anything is resolved. Of a literal that is all there is. */
    public Decision judgeName(Facts facts) {
        if (standing != null) {
            return standing;
        }
        var decision = new NamePhase(enforced, kills).judge(facts);
        return would == null ? decision : decision.withWould(new NamePhase(would, kills).judge(facts));
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
        return judged(facts, byName, answers, aliases);
    }

    /**
     * Judges the addresses of a route's upstream, which is the operator's word: private ones are fine. The decision is
     * complete unless there is no address at all.
     *
     * @param routed what {@link #judgeName} of this matcher said to route it; a refusal stays one
     */
    public Decision judgeUpstream(Facts facts, Decision routed, List<IpAddress> answers) {
        if (routed.verdict() == Verdict.ALLOW) {
            throw new IllegalArgumentException("an allowed request is judged by its addresses");
        }
        return routed.route() == null || answers.isEmpty() ? routed : judged(facts, routed, answers, List.of());
    }

    /** What would be decided is judged by these addresses too, as far as they are those of where it would lead. */
    private Decision judged(Facts facts, Decision byName, List<IpAddress> answers, List<Host> aliases) {
        var decision = new AnswerPhase(enforced, kills, facts, answers, aliases).judge(byName);
        var other = byName.would();
        if (would != null && other != null && other.letsThrough() && Objects.equals(other.route(), byName.route())) {
            other = new AnswerPhase(would, kills, facts, answers, aliases).judge(other);
        }
        return decision.withWould(other);
    }

    /**
     * Judges a request and says of each rule why it decided or did not.
     *
     * @param answers the addresses of the request's host, or of where it is routed; empty = the name alone is judged
     * @param aliases the CNAMEs of the answer
     */
    public Trace explain(Facts facts, List<IpAddress> answers, List<Host> aliases) {
        var byName = judgeName(facts);
        var decision = byName.route() == null
                ? judgeAddresses(facts, byName, answers, aliases)
                : judgeUpstream(facts, byName, answers);
        var explainer = new Explainer(enforced.guard(), facts, answers, aliases, decision);
        var candidates = new ArrayList<>(explainer.explain(rules, enforced.agents(), ""));
        var maximum = enforced.maximum();
        if (maximum != null) {
            candidates.addAll(explainer.explain(maximum.all(), maximum.agents(), Maximum.PREFIX));
        }
        return new Trace(decision, candidates);
    }

    /**
     * What of the policy lies beyond its maximum: no request passes by it, and whoever publishes it should not think so. A problem for
     * each rule and key; empty where nothing bounds the policy. Takes as long as there are hosts to compare.
     */
    public List<Problem> exceeds() {
        var maximum = enforced.maximum();
        return maximum == null ? List.of() : Exceeds.find(policy, rules, maximum);
    }

    /** What the policy does and its author perhaps does not see; beside the warnings of the document itself. */
    public List<Problem> warnings() {
        return warnings;
    }

    /**
     * When it says something else than at this time, by a rule that ends or by what is laid over the policy; empty for never. A node
     * judges what is in flight again then.
     */
    public Optional<Instant> changesAfter(Instant at) {
        return Stream.concat(expiries.after(at).stream(), overlay.changesAfter(at).stream())
                .min(Instant::compareTo);
    }

    /** Indexes of long lists, by hash. */
    Map<String, ListIndex> lists() {
        return lists;
    }

    /** The labels of a verified identity; empty for one that the policy does not list. */
    public Map<String, String> labelsOf(String agent) {
        return Map.copyOf(enforced.agents().who(agent).labels());
    }

    /** The policy's own label. */
    public String policyName() {
        return policy.name();
    }

    /** The policy's revision. */
    public long revision() {
        return enforced.say().revision();
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
