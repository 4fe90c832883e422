package io.tollhouse.proxy.judge;

import io.tollhouse.contract.decision.Decision;
import io.tollhouse.contract.decision.Matcher;
import io.tollhouse.contract.decision.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * A decision and the policy that it was made by.
 *
 * @param hash of the policy's text; empty where there is no policy
 * @param overlay the id of what was laid over the policy; null for nothing
 */
record Judged(Decision decision, String hash, @Nullable String overlay) {

    static Judged by(@Nullable Matcher matcher, Decision decision) {
        if (matcher == null) {
            return new Judged(decision, "", null);
        }
        var overlay = matcher.overlay().id();
        return new Judged(decision, matcher.hash(), overlay.isEmpty() ? null : overlay);
    }

    /** As the end of something that was under way, let in by the one revision and ended by this or another. */
    Judged asCutAfter(long admitted) {
        var by = decision.revision() == admitted ? "cut: " : "cut by revision " + decision.revision() + ": ";
        return new Judged(decision.because(by + decision.reason()), hash, overlay);
    }

    /** As the answer to a request of which nothing went out; what is let through in another manner may be asked again. */
    Judged asRefusal() {
        if (!decision.letsThrough()) {
            return this;
        }
        var reason = "the policy changed meanwhile; send the request again";
        return new Judged(
                Decision.refusal(Verdict.UNAVAILABLE, decision.rule(), reason, decision.policy(), decision.revision()),
                hash,
                overlay);
    }
}
