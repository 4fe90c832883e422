package io.tollhouse.contract.decision;

import io.tollhouse.contract.address.Cidr;
import io.tollhouse.contract.policy.Route;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one request.
 *
 * @param rule the id of the rule that decided
 * @param reason why, for people
 * @param suggestion what to do instead; null where the policy gives none
 * @param policy the policy's label; empty where there is none
 * @param revision the policy's revision; 0 where there is none
 * @param route where the request goes instead; there exactly when the verdict is {@link Verdict#ROUTE}
 * @param allowPrivate the private networks that the deciding rule opens
 * @param complete whether everything was judged; an incomplete one lets nothing out before the addresses are judged too
 */
public record Decision(
        Verdict verdict,
        String rule,
        String reason,
        @Nullable String suggestion,
        String policy,
        long revision,
        @Nullable Route route,
        List<Cidr> allowPrivate,
        boolean complete) {

    /** Copies; refuses a route without a place to go and the other way round. */
    public Decision {
        allowPrivate = List.copyOf(allowPrivate);
        if ((verdict == Verdict.ROUTE) != (route != null)) {
            throw new IllegalArgumentException("a route belongs to the verdict route");
        }
    }

    /** A refusal, which is always complete. */
    public static Decision refusal(Verdict verdict, String rule, String reason, String policy, long revision) {
        return new Decision(verdict, rule, reason, null, policy, revision, null, List.of(), true);
    }

    /** Whether the request goes out, once the decision is complete. */
    public boolean letsThrough() {
        return verdict.letsThrough();
    }

    /** The same with everything judged. */
    Decision completed() {
        return new Decision(verdict, rule, reason, suggestion, policy, revision, route, allowPrivate, true);
    }

    /**
     * Whether what was let in under the one may go on under the other: same verdict, same route. The rule may be another,
     * and addresses are judged again on their own.
     */
    public boolean sameManner(Decision other) {
        return verdict == other.verdict && Objects.equals(route, other.route);
    }
}
