package io.tollhouse.distributor.api;

import io.tollhouse.contract.overlay.KillTarget;
import io.tollhouse.contract.policy.PolicyCodec;
import io.tollhouse.contract.policy.Rule;
import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.contract.yaml.Words;
import io.tollhouse.distributor.fleet.FleetView;
import io.tollhouse.distributor.policy.InForce;
import io.tollhouse.distributor.policy.PolicyLog;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Holds what a kill names against what there is: in an emergency a typing error must not look like a kill. Agents and destinations
 * cannot be known here, and may be patterns.
 */
record KillCheck(PolicyLog log, FleetView fleet) {

    /**
     * Checks a target.
     *
     * @throws Failure 422 with each member that names nothing, and the nearest name that is there
     */
    void check(KillTarget target) throws Failure {
        var problems = new ArrayList<FieldProblem>();
        var rule = target.rule();
        if (rule != null) {
            rules().filter(ids -> !ids.contains(rule))
                    .map(ids ->
                            new FieldProblem("rule", "no rule of the policy in force has the id " + named(rule, ids)))
                    .ifPresent(problems::add);
        }
        var node = target.node();
        if (node != null && !fleet.names().contains(node)) {
            problems.add(new FieldProblem("node", "the fleet has seen no node " + named(node, fleet.names())));
        }
        if (!problems.isEmpty()) {
            throw FieldProblem.refusal(problems);
        }
    }

    /** Empty where this version cannot read the policy in force: then nobody may be kept from a kill. */
    private Optional<List<String>> rules() {
        try {
            var text = log.inForce().map(InForce::text);
            if (text.isEmpty()) {
                return Optional.of(List.of());
            }
            var policy = PolicyCodec.parse(text.get().getBytes(StandardCharsets.UTF_8), "policy");
            return Optional.of(policy.rules().stream().map(Rule::id).toList());
        } catch (InvalidDocument e) {
            return Optional.empty();
        }
    }

    private static String named(String name, Collection<String> known) {
        return "'" + Words.shorten(name) + "'"
                + Words.nearest(name, new TreeSet<>(known))
                        .map(near -> "; did you mean '" + near + "'?")
                        .orElse("; look at tollhouse policy get and tollhouse fleet");
    }
}
