package io.tollhouse.contract.policy;

import io.tollhouse.contract.yaml.Problem;
import java.util.List;

/**
 * The one document that a fleet enforces. What no rule allows is refused.
 *
 * @param label what messages call the document, usually its file name
 * @param name the policy's own label
 * @param strict whether the reserved ranges (`builtin.reserved`) are refused
 * @param warnings what is allowed and probably not meant
 */
public record Policy(
        String label,
        String name,
        boolean strict,
        List<AgentEntry> agents,
        List<Rule> rules,
        List<PolicyTest> tests,
        List<Problem> warnings) {

    /** Copies. */
    public Policy {
        agents = List.copyOf(agents);
        rules = List.copyOf(rules);
        tests = List.copyOf(tests);
        warnings = List.copyOf(warnings);
    }
}
