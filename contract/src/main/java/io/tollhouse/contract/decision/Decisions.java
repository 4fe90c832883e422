package io.tollhouse.contract.decision;

import io.tollhouse.contract.address.Destination;
import io.tollhouse.contract.overlay.Kill;
import io.tollhouse.contract.policy.Protocol;
import io.tollhouse.contract.policy.Rule;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts decisions into words, in the name of one policy.
 *
 * @param policy its label
 */
record Decisions(String policy, long revision) {

    Decision refusal(Verdict verdict, BuiltIn rule, String reason) {
        return Decision.refusal(verdict, rule.id(), reason, policy, revision);
    }

    Decision denied(BuiltIns.Refusal refused) {
        return refusal(Verdict.DENY, refused.rule(), refused.reason());
    }

    /** @param how begins the sentence; may be empty */
    Decision denied(CompiledRule compiled, String how) {
        var rule = compiled.rule();
        return new Decision(
                Verdict.DENY,
                rule.id(),
                how.isEmpty() ? compiled.reason() : how + compiled.reason(),
                rule.suggestion(),
                policy,
                revision,
                Manner.NONE,
                true,
                null,
                null);
    }

    Decision killed(Kill kill) {
        return refusal(Verdict.DENY, BuiltIn.KILL, "stopped by an operator (" + kill.id() + ")");
    }

    Decision ambiguous(String problem) {
        return refusal(Verdict.MALFORMED, BuiltIn.MALFORMED, "a rule looks at the path, and the path " + problem);
    }

    /** By a rule that nobody has approved. */
    Decision asked(Rule rule) {
        var reason = rule.reason() == null ? "rule " + rule.id() + " lets it through once approved" : rule.reason();
        return new Decision(
                Verdict.ASK,
                BuiltIn.ASK.id(),
                reason,
                rule.suggestion(),
                policy,
                revision,
                Manner.NONE,
                true,
                rule.id(),
                null);
    }

    /**
     * By a rule of the maximum.
     *
     * @param how begins the sentence; may be empty
     */
    Decision exceeds(Rule rule, String how) {
        var reason = rule.reason() == null ? "the maximum policy does not allow it" : rule.reason();
        return refusal(Verdict.DENY, Maximum.id(rule), how + reason);
    }

    /** By no rule of the maximum. */
    Decision exceeds(Facts facts) {
        return refusal(Verdict.DENY, Maximum.DEFAULT, "the maximum policy does not allow " + facts.asked());
    }

    private Decision refusal(Verdict verdict, String rule, String reason) {
        return Decision.refusal(verdict, rule, reason, policy, revision);
    }

    /** @param narrowing the rule that would allow it under conditions that do not hold; null for none */
    Decision byDefault(Facts facts, @Nullable Match narrowing) {
        var reason = narrowing == null
                ? "no rule allows " + facts.asked()
                : "rule " + narrowing.rule().rule().id() + " allows only other requests to " + facts.asked();
        return refusal(Verdict.DENY, BuiltIn.DEFAULT, reason);
    }

    /** By no rule, and let through because that is only reported. */
    Decision reported(Destination to, Manner manner) {
        return new Decision(
                Verdict.ALLOW,
                BuiltIn.DEFAULT.id(),
                "refused by no built-in rule; the policy's refusal is only reported",
                null,
                policy,
                revision,
                manner,
                to.host().isLiteral(),
                null,
                null);
    }

    /**
     * By a rule. Nothing in it is of the one request, so where no other rule is stricter the rule keeps it for the next.
     *
     * @param spoken the protocols that it is let through in
     * @param complete whether nothing is left to be judged
     */
    Decision admitted(CompiledRule compiled, Set<Protocol> spoken, Strictest strictest, boolean complete) {
        if (!strictest.equals(Strictest.NOTHING)) {
            return admitted(compiled, Manner.of(compiled.rule().effects(), spoken, strictest), complete);
        }
        var kept = compiled.admission();
        if (kept == null
                || kept.complete() != complete
                || kept.revision() != revision
                || !kept.manner().protocols().equals(spoken)) {
            kept = admitted(compiled, Manner.of(compiled.rule().effects(), spoken, strictest), complete);
            compiled.keep(kept);
        }
        return kept;
    }

    private Decision admitted(CompiledRule compiled, Manner manner, boolean complete) {
        var rule = compiled.rule();
        return new Decision(
                manner.route() == null ? Verdict.ALLOW : Verdict.ROUTE,
                rule.id(),
                compiled.reason(),
                rule.suggestion(),
                policy,
                revision,
                manner,
                complete,
                null,
                null);
    }

    /** Of two refusals of one request under different protocols the one that stands above the other; the first of equals. */
    static Decision stronger(Decision one, Decision other) {
        return rank(other) < rank(one) ? other : one;
    }

    private static int rank(Decision refusal) {
        if (refusal.rule().equals(BuiltIn.DEFAULT.id())) {
            return 5;
        }
        if (refusal.verdict() == Verdict.ASK) {
            return 4;
        }
        boolean builtIn = refusal.rule().startsWith("builtin.");
        return builtIn ? 1 : refusal.rule().startsWith(Maximum.PREFIX) ? 2 : 3;
    }
}
