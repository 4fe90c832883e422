package io.tollhouse.contract.decision;

import io.tollhouse.contract.overlay.Kill;
import io.tollhouse.contract.policy.Route;
import io.tollhouse.contract.policy.Rule;
import java.util.List;
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
    Decision denied(Rule rule, String how) {
        var reason = rule.reason() == null ? "denied by rule " + rule.id() : rule.reason();
        return new Decision(
                Verdict.DENY, rule.id(), how + reason, rule.suggestion(), policy, revision, null, List.of(), true);
    }

    Decision killed(Kill kill) {
        return refusal(Verdict.DENY, BuiltIn.KILL, "stopped by an operator (" + kill.id() + ")");
    }

    /** @param complete whether nothing is left to be judged */
    Decision admitted(Rule rule, @Nullable Route route, boolean complete) {
        var reason = rule.reason() != null ? rule.reason() : rule.action().label() + " by rule " + rule.id();
        return new Decision(
                route == null ? Verdict.ALLOW : Verdict.ROUTE,
                rule.id(),
                reason,
                rule.suggestion(),
                policy,
                revision,
                route,
                rule.effects().allowPrivate(),
                complete);
    }
}
