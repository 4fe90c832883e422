package io.tollhouse.cli;

import io.tollhouse.contract.decision.Matcher;
import io.tollhouse.contract.decision.PolicyTests;
import io.tollhouse.contract.decision.Surroundings;
import io.tollhouse.contract.policy.Policy;
import io.tollhouse.contract.policy.PolicyCodec;
import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.contract.yaml.Problem;
import java.util.List;

/** A policy that holds together, and how its own tests went. The same code as on a node, without a fleet. */
record CheckedPolicy(Policy policy, List<PolicyTests.Result> results) {
    static CheckedPolicy of(PolicyFile file) throws InvalidDocument {
        var policy = PolicyCodec.parse(file.bytes(), file.label());
        var matcher = Matcher.compile(policy, 0, "", Surroundings.none());
        return new CheckedPolicy(policy.alsoWarning(matcher.warnings()), PolicyTests.run(matcher, policy));
    }

    /** Tests that fail, each as a problem at its place: so it is for the distributor and for a node. */
    List<Problem> failures() {
        return results.stream()
                .filter(result -> !result.passed())
                .map(this::problem)
                .toList();
    }

    private Problem problem(PolicyTests.Result result) {
        var at = result.test().at();
        var place = new Problem(policy.label(), at.line(), at.column(), at.path(), "").toString();
        var message =
                result.message().startsWith(place) ? result.message().substring(place.length()) : result.message();
        return new Problem(policy.label(), at.line(), at.column(), at.path(), message);
    }
}
