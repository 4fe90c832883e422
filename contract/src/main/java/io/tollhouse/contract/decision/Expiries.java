package io.tollhouse.contract.decision;

import io.tollhouse.contract.policy.Policy;
import io.tollhouse.contract.policy.Rule;
import java.time.Instant;
import java.util.Collection;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/** When rules end to be rules. */
record Expiries(NavigableSet<Instant> instants) {

    static Expiries of(Collection<Policy> policies) {
        var instants = new TreeSet<Instant>();
        policies.stream()
                .flatMap(policy -> policy.rules().stream())
                .map(Rule::expires)
                .filter(Objects::nonNull)
                .forEach(instants::add);
        return new Expiries(instants);
    }

    /** The next one after this time. */
    Optional<Instant> after(Instant at) {
        return Optional.ofNullable(instants.higher(at));
    }
}
