package io.tollhouse.contract.decision;

import io.tollhouse.contract.address.Host;
import io.tollhouse.contract.address.IpAddress;
import io.tollhouse.contract.overlay.Overlay;
import io.tollhouse.contract.policy.Policy;
import io.tollhouse.contract.policy.Unenforced;
import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.contract.yaml.Problems;
import java.util.List;
import java.util.Map;
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
    private final Decisions say;
    private final Agents agents;
    private final AddressGuard guard;
    private final BuiltIns builtIns;
    private final RuleIndex denies;
    private final RuleIndex admits;
    private final Overlay overlay;
    private final @Nullable Kills kills;
    private final @Nullable Decision standing;

    private Matcher(Policy policy, long revision, String hash, Surroundings surroundings, Problems problems) {
        this.policy = policy;
        this.hash = hash;
        this.say = new Decisions(policy.name(), revision);
        var rules = Resolved.rules(policy, problems);
        var admitting = rules.stream().filter(rule -> !rule.isDeny()).toList();
        this.agents = Agents.compile(policy, problems);
        this.guard = new AddressGuard(surroundings, policy.strict());
        this.builtIns = new BuiltIns(surroundings, guard);
        this.denies = new RuleIndex(rules.stream().filter(CompiledRule::isDeny).toList());
        this.admits = new RuleIndex(admitting);
        this.overlay = Overlay.nothing();
        this.kills = null;
        this.standing = null;
        Conflicts.find(policy, admitting, problems);
        Unenforced.note(policy, problems);
    }

    private Matcher(Matcher base, Overlay overlay, @Nullable Kills kills, @Nullable Decision standing) {
        this.policy = base.policy;
        this.hash = base.hash;
        this.say = base.say;
        this.agents = base.agents;
        this.guard = base.guard;
        this.builtIns = base.builtIns;
        this.denies = base.denies;
        this.admits = base.admits;
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
        return say.refusal(verdict, rule, reason);
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
        return new Matcher(this, next, next.kills().isEmpty() ? null : new Kills(next, node, guard), standing);
    }

    /** Judges what is known before anything is resolved. Of a literal that is all there is. */
    public Decision judgeName(Facts facts) {
        if (standing != null) {
            return standing;
        }
        if (facts.kind() == Facts.Kind.DNS) {
            return refusal(Verdict.DENY, BuiltIn.PROTOCOL, "this version answers no DNS questions");
        }
        var who = agents.who(facts.agent());
        var to = facts.destination();
        var admitting = admitting(who, to.host(), to.port());
        var kill = kills == null
                ? null
                : kills.ofRequest(
                        facts, admitting == null ? null : admitting.rule().rule());
        if (kill != null) {
            return say.killed(kill);
        }
        var refused = builtIns.ofSource(facts.source());
        refused = refused == null ? builtIns.ofRequest(to, admitting) : refused;
        if (refused != null) {
            return say.denied(refused);
        }
        var deny = deny(who, to.host(), to.port());
        if (deny != null) {
            return say.denied(deny.rule().rule(), "");
        }
        if (admitting == null) {
            return refusal(Verdict.DENY, BuiltIn.DEFAULT, "no rule allows " + to.text());
        }
        return admitted(admitting, to.host().isLiteral());
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
        var kill = kills == null ? null : kills.ofAnswer(facts, byName.rule(), answers, aliases);
        if (kill != null) {
            return say.killed(kill);
        }
        var who = agents.who(facts.agent());
        var refusal = aliasRefusal(facts, who, aliases);
        refusal = refusal == null ? builtInRefusal(facts, byName, answers) : refusal;
        refusal = refusal == null ? denyRefusal(facts, who, answers, aliases) : refusal;
        return refusal == null ? byName.completed() : refusal;
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
        var kill = kills == null ? null : kills.ofAnswer(facts, routed.rule(), answers, List.of());
        if (kill != null) {
            return say.killed(kill);
        }
        for (var answer : answers) {
            var refused = builtIns.ofUpstream(route, answer);
            if (refused != null) {
                return say.denied(refused);
            }
        }
        var who = agents.who(facts.agent());
        for (var answer : answers) {
            var deny = denyOfAddress(who, answer, route.port());
            if (deny != null) {
                return say.denied(deny.rule().rule(), "the route leads to " + answer.text() + ": ");
            }
        }
        return routed.completed();
    }

    private @Nullable Decision aliasRefusal(Facts facts, Who who, List<Host> aliases) {
        int port = facts.destination().port();
        for (var alias : aliases) {
            var match = admits.ofName(alias, who, port);
            var refused = builtIns.ofName(alias, match != null && match.exact());
            if (refused != null) {
                return say.denied(refused);
            }
        }
        return null;
    }

    private @Nullable Decision builtInRefusal(Facts facts, Decision byName, List<IpAddress> answers) {
        var to = facts.destination();
        for (var answer : answers) {
            var how = to.host() + (to.host().isLiteral() ? " is " : " resolves to " + answer.text() + ", ");
            var refused = builtIns.ofAddress(how, answer, to.port(), byName.allowPrivate());
            if (refused != null) {
                return say.denied(refused);
            }
        }
        return null;
    }

    private @Nullable Decision denyRefusal(Facts facts, Who who, List<IpAddress> answers, List<Host> aliases) {
        var to = facts.destination();
        for (var alias : aliases) {
            var deny = denies.ofName(alias, who, to.port());
            if (deny != null) {
                return say.denied(deny.rule().rule(), to.host() + " is an alias of " + alias + ": ");
            }
        }
        for (var answer : answers) {
            var deny = denyOfAddress(who, answer, to.port());
            if (deny != null) {
                return say.denied(deny.rule().rule(), to.host() + " resolves to " + answer.text() + ": ");
            }
        }
        return null;
    }

    private @Nullable Match admitting(Who who, Host host, int port) {
        var address = host.address();
        if (address == null) {
            return admits.ofName(host, who, port);
        }
        boolean isPublic = guard.refused(address, List.of()) == null;
        return admits.ofAddress(address.unmapped(), who, port, isPublic);
    }

    private @Nullable Match deny(Who who, Host host, int port) {
        var address = host.address();
        return address == null ? denies.ofName(host, who, port) : denyOfAddress(who, address, port);
    }

    /** A deny holds for every form of an address, and for the address as it is written. */
    private @Nullable Match denyOfAddress(Who who, IpAddress address, int port) {
        boolean isPublic = guard.refused(address, List.of()) == null;
        var match = denies.ofAddress(address, who, port, isPublic);
        for (var form : guard.forms(address)) {
            match = match == null ? denies.ofAddress(form, who, port, isPublic) : match;
        }
        return match;
    }

    private Decision admitted(Match match, boolean literal) {
        var rule = match.rule().rule();
        var route = rule.effects().upstream();
        var refused = route == null ? null : builtIns.ofUpstreamName(route);
        return refused == null ? say.admitted(rule, route, literal && route == null) : say.denied(refused);
    }

    /** The labels of a verified identity; empty for one that the policy does not list. */
    public Map<String, String> labelsOf(String agent) {
        return Map.copyOf(agents.who(agent).labels());
    }

    /** The policy's own label. */
    public String policyName() {
        return policy.name();
    }

    /** The policy's revision. */
    public long revision() {
        return say.revision();
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
