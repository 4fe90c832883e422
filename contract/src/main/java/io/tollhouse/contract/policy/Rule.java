package io.tollhouse.contract.policy;

import io.tollhouse.contract.address.Cidr;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may go where, how.
 *
 * @param id unique in the policy
 * @param to not empty; lists are resolved
 * @param upstream there exactly when the action is {@link Action#ROUTE}
 * @param reason what the refused reads; null where the policy gives none
 * @param suggestion what to do instead; null where the policy gives none
 * @param allowPrivate private networks that the rule opens
 */
public record Rule(
        String id,
        Selector who,
        List<HostPattern> to,
        Ports ports,
        Action action,
        @Nullable Route upstream,
        @Nullable String reason,
        @Nullable String suggestion,
        List<Cidr> allowPrivate,
        Place at) {

    /** Copies; refuses a route without upstream and an upstream without route. */
    public Rule {
        to = List.copyOf(to);
        allowPrivate = List.copyOf(allowPrivate);
        if ((action == Action.ROUTE) != (upstream != null)) {
            throw new IllegalArgumentException("an upstream belongs to a route: " + id);
        }
    }
}
