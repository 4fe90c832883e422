package io.tollhouse.contract.decision;

import io.tollhouse.contract.address.Host;
import io.tollhouse.contract.address.IpAddress;
import io.tollhouse.contract.policy.Policy;
import io.tollhouse.contract.yaml.InvalidDocument;
import java.util.List;
import java.util.Map;

/**
 * A policy made ready for the hot path: immutable, order-free, a few look-ups whatever the number of rules.
 *
 * <p>A request takes one matcher for all its phases: {@link #judgeName} before anything is resolved, then
 * {@link #judgeAddresses} for an allowed name or {@link #judgeUpstream} for a routed one.
 */
public final class Matcher {
    private final Policy policy;
    private final long revision;
    private final String hash;

    private Matcher(Policy policy, long revision, String hash) {
        this.policy = policy;
        this.revision = revision;
        this.hash = hash;
    }

    /**
     * Makes the matcher.
     *
     * @param hash of the policy's text, for status and records
     * @throws InvalidDocument where two rules contradict each other
     */
    @SuppressWarnings("unused") // the insides come next
    public static Matcher compile(Policy policy, long revision, String hash, Surroundings surroundings)
            throws InvalidDocument {
        return new Matcher(policy, revision, hash);
    }

    /** The decision of a node that never saw a policy. */
    public static Decision noPolicy() {
        return Decision.refusal(Verdict.UNAVAILABLE, BuiltIn.NO_POLICY.id(), "this node has no policy yet", "", 0);
    }

    /** A refusal by a built-in rule that is judged elsewhere, in the name of this policy. */
    public Decision refusal(Verdict verdict, BuiltIn rule, String reason) {
        return Decision.refusal(verdict, rule.id(), reason, policyName(), revision);
    }

    /** Judges what is known before anything is resolved. Of a literal that is all there is. */
    public Decision judgeName(Facts facts) {
        return refusal(Verdict.DENY, BuiltIn.DEFAULT, "no rule allows it");
    }

    /**
     * Judges every address of an answer and every alias on the way; one bad one refuses the whole.
     *
     * @param byName what {@link #judgeName} of this matcher said; a refusal stays one
     * @param aliases the CNAMEs of the answer
     */
    public Decision judgeAddresses(Facts facts, Decision byName, List<IpAddress> answers, List<Host> aliases) {
        return refusal(Verdict.DENY, BuiltIn.DEFAULT, "no rule allows it");
    }

    /**
     * Judges the addresses of a route's upstream, which is the operator's word: private ones are fine.
     *
     * @param routed what {@link #judgeName} of this matcher said; a refusal stays one
     */
    public Decision judgeUpstream(Facts facts, Decision routed, List<IpAddress> answers) {
        return refusal(Verdict.DENY, BuiltIn.DEFAULT, "no rule allows it");
    }

    /** The labels of a verified identity; empty for one that the policy does not list. */
    public Map<String, String> labelsOf(String agent) {
        return Map.of();
    }

    /** The policy's own label. */
    public String policyName() {
        return policy.name();
    }

    public long revision() {
        return revision;
    }

    public String hash() {
        return hash;
    }
}
