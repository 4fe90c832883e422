package io.tollhouse.proxy.judge;

import io.tollhouse.contract.decision.BuiltIn;
import io.tollhouse.contract.decision.Decision;
import io.tollhouse.contract.decision.Feature;
import io.tollhouse.contract.decision.Matcher;
import io.tollhouse.contract.decision.Verdict;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** What this version of a node enforces. What a decision asks for beyond it is refused: nothing goes out less guarded than it says. */
public final class Enforcement {

    /** What a node's status lists. */
    public static final Set<Feature> FEATURES = Collections.unmodifiableSet(EnumSet.of(
            Feature.ALLOW,
            Feature.DENY,
            Feature.ROUTE,
            Feature.ALLOW_PRIVATE,
            Feature.PROTOCOL_TCP,
            Feature.HTTP_CONDITIONS,
            Feature.FROM,
            Feature.REPORT,
            Feature.EXPIRES,
            Feature.MAXIMUM,
            Feature.UPGRADE,
            Feature.ECH,
            Feature.AUDIT_LEVEL,
            Feature.BIG_LISTS));

    private Enforcement() {}

    /** The decision itself, or a refusal that names what it asks for and this node has not. */
    static Decision gate(Matcher matcher, Decision decision) {
        var missing = decision.needs(FEATURES);
        if (missing.isEmpty()) {
            return decision;
        }
        var names = missing.stream().map(Feature::label).collect(Collectors.joining(", "));
        var reason = "rule " + decision.rule() + " asks for what this node cannot do yet: " + names;
        return matcher.refusal(Verdict.DENY, BuiltIn.PROTOCOL, reason);
    }
}
