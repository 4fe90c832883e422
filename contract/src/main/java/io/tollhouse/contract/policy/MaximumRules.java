package io.tollhouse.contract.policy;

import io.tollhouse.contract.yaml.Fields;
import io.tollhouse.contract.yaml.Problems;
import java.util.Set;

/** What a rule of a maximum cannot say: it bounds what policies let through, and lets nothing through itself. */
final class MaximumRules {

    private static final Set<String> KEYS =
            Set.of("upstream", "rewriteHost", "credential", "headers", "wait", "suggestion");

    private final Problems problems;

    MaximumRules(Problems problems) {
        this.problems = problems;
    }

    void check(Fields fields, Rule rule) {
        for (var key : KEYS) {
            fields.any(key)
                    .ifPresent(at ->
                            problems.add(at, "belongs to a policy: a maximum says what may be allowed, and not how"));
        }
        if (rule.action() == Action.ASK || rule.action() == Action.ROUTE) {
            fields.any("action")
                    .ifPresent(at -> problems.add(
                            at, "must be allow or deny in a maximum; allow covers what a policy asks for or routes"));
        }
        if (rule.mode() == Mode.REPORT) {
            fields.any("mode")
                    .ifPresent(at -> problems.add(at, "must be enforce: a maximum that only reports is none"));
        }
    }
}
