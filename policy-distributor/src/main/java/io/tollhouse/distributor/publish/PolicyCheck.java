package io.tollhouse.distributor.publish;

import io.tollhouse.contract.decision.Matcher;
import io.tollhouse.contract.decision.PolicyTests;
import io.tollhouse.contract.decision.Surroundings;
import io.tollhouse.contract.policy.ListFile;
import io.tollhouse.contract.policy.Policy;
import io.tollhouse.contract.policy.PolicyCodec;
import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.contract.yaml.Problem;
import io.tollhouse.contract.yaml.Problems;
import java.util.Map;

/** Holds a document to everything that a node will hold it to. */
public final class PolicyCheck {
    private PolicyCheck() {}

    /**
     * Reads, compiles and tests a policy.
     *
     * @param label what messages call the document
     * @param files the list files that it names, by the path that its text names them by
     * @throws InvalidDocument with every problem; a test that fails is one, at its place
     */
    public static Policy check(byte[] utf8, String label, Map<String, ListFile> files) throws InvalidDocument {
        var policy = PolicyCodec.parse(utf8, label, files);
        var matcher = Matcher.compile(policy, 0, "", Surroundings.none());
        var problems = new Problems(label);
        PolicyTests.run(matcher, policy).stream()
                .filter(result -> !result.passed())
                .map(result -> problem(label, result))
                .forEach(problems::add);
        problems.throwIfAny();
        return policy.alsoWarning(matcher.warnings());
    }

    /** A result's message begins with its place, as a problem's text does. */
    private static Problem problem(String label, PolicyTests.Result result) {
        var at = result.test().at();
        var place = new Problem(label, at.line(), at.column(), at.path(), "").toString();
        var message = result.message();
        return new Problem(
                label,
                at.line(),
                at.column(),
                at.path(),
                message.startsWith(place) ? message.substring(place.length()) : message);
    }
}
