package io.tollhouse.distributor.api;

import io.tollhouse.contract.overlay.KillTarget;
import io.tollhouse.contract.policy.ListFile;
import io.tollhouse.contract.policy.PolicyCodec;
import io.tollhouse.contract.policy.Rule;
import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.contract.yaml.Problem;
import io.tollhouse.contract.yaml.Words;
import io.tollhouse.distributor.policy.InForce;
import io.tollhouse.distributor.policy.PolicyLog;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Holds what a kill names against what there is: in an emergency a typing error must not look like a kill. Agents and destinations
 * cannot be known here, and may be patterns.
 *
 * @param nodes that the fleet has seen; empty where they cannot be known
 */
record KillCheck(PolicyLog log, Optional<Set<String>> nodes) {

    /**
     * Checks a target.
     *
     * @param force although it names what is not there, as a rule that only a node which lags behind still enforces
     * @return what it names and is not there
     * @throws Failure 422 with each member that names nothing, and the nearest name that is there
     */
    List<Problem> check(KillTarget target, boolean force) throws Failure {
        var problems = new ArrayList<FieldProblem>();
        var rule = target.rule();
        if (rule != null) {
            rules().filter(ids -> !ids.contains(rule))
                    .map(ids ->
                            new FieldProblem("rule", "no rule of the policy in force has the id " + named(rule, ids)))
                    .ifPresent(problems::add);
        }
        var node = target.node();
        if (node != null) {
            nodes.filter(names -> !names.contains(node))
                    .map(names -> new FieldProblem("node", "the fleet has seen no node " + named(node, names)))
                    .ifPresent(problems::add);
        }
        if (!force && !problems.isEmpty()) {
            throw FieldProblem.refusal(problems);
        }
        return problems.stream()
                .map(problem -> new Problem("kill", 0, 0, problem.field(), problem.message()))
                .toList();
    }

    /** Empty where none is in force that is believed and can be read here: then nobody may be kept from a kill. */
    private Optional<List<String>> rules() {
        try {
            var inForce = log.inForce();
            if (inForce.isEmpty()) {
                return Optional.empty();
            }
            var text = inForce.get().text().getBytes(StandardCharsets.UTF_8);
            var policy = PolicyCodec.parse(text, "policy", withoutHosts(inForce.get()));
            return Optional.of(policy.rules().stream().map(Rule::id).toList());
        } catch (InvalidDocument e) {
            return Optional.empty();
        }
    }

    /** The ids of rules do not depend on what is in the lists, and a kill does not wait for them. */
    private static Map<String, ListFile> withoutHosts(InForce inForce) {
        return inForce.lists().keySet().stream()
                .collect(Collectors.toMap(path -> path, path -> ListFile.read(new byte[0], path)));
    }

    private static String named(String name, Collection<String> known) {
        return "'" + Words.shorten(name) + "'"
                + Words.nearest(name, new TreeSet<>(known))
                        .map(near -> "; did you mean '" + near + "'?")
                        .orElse("; look at tollhouse policy get and tollhouse fleet");
    }
}
