package io.tollhouse.contract.policy;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may go where, how.
 *
 * @param id unique in the policy
 * @param protocols not empty
 * @param mode {@link Mode#REPORT}: what it would decide is recorded, and never changes a verdict
 * @param reason what the refused reads; null where the policy gives none
 * @param suggestion what to do instead; null where the policy gives none
 * @param http what must hold of a request that is seen
 * @param effects how the request goes
 * @param expires when it ends to be a rule; null = never
 */
public record Rule(
        String id,
        Selector who,
        Targets to,
        Ports ports,
        Set<Protocol> protocols,
        Action action,
        Mode mode,
        @Nullable String reason,
        @Nullable String suggestion,
        HttpConditions http,
        Effects effects,
        @Nullable Instant expires,
        Place at) {

    /** Copies; refuses no protocol, a route without upstream and an upstream without route. */
    public Rule {
        protocols = Collections.unmodifiableSet(EnumSet.copyOf(protocols));
        if ((action == Action.ROUTE) != (effects.upstream() != null)) {
            throw new IllegalArgumentException("an upstream belongs to a route: " + id);
        }
    }

    /** Whether a request, or a part of one, may go out by it. */
    public boolean letsThrough() {
        return action != Action.DENY;
    }
}
