package io.tollhouse.contract.decision;

import io.tollhouse.contract.policy.Policy;
import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.contract.yaml.Problem;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A policy held to everything that a node will hold it to, and to its maximum.
 *
 * @param policy with all its warnings
 * @param results of its own tests, in the order of the document
 * @param failures for which it must not be published: what exceeds the maximum, and tests that fail, each at its place
 */
public record Checked(Policy policy, List<PolicyTests.Result> results, List<Problem> failures) {
    /** Copies. */
    public Checked {
        results = List.copyOf(results);
        failures = List.copyOf(failures);
    }

    /**
     * Compiles a policy and runs its tests.
     *
     * @param maximum what it may not exceed; null for nothing
     * @param now to warn of rules that have ended
     * @throws InvalidDocument where rules contradict each other
     */
    public static Checked of(Policy policy, @Nullable Policy maximum, Instant now) throws InvalidDocument {
        var matcher = Matcher.compile(policy, maximum, 0, "", Surroundings.none());
        var results = PolicyTests.run(matcher, policy);
        var failing = results.stream().filter(result -> !result.passed()).map(result -> problem(policy, result));
        return new Checked(
                policy.alsoWarning(matcher.warnings()).alsoWarning(policy.expired(now)),
                results,
                Stream.concat(matcher.exceeds().stream(), failing).toList());
    }

    /**
     * Compiles a maximum.
     *
     * @return it with all its warnings
     * @throws InvalidDocument where rules contradict each other
     */
    public static Policy maximum(Policy maximum, Instant now) throws InvalidDocument {
        Matcher.compile(Policy.nothing("none"), maximum, 0, "", Surroundings.none());
        return maximum.alsoWarning(maximum.expired(now));
    }

    /**
     * The policy, where it may be published.
     *
     * @throws InvalidDocument with all failures
     */
    public Policy orThrow() throws InvalidDocument {
        if (!failures.isEmpty()) {
            throw new InvalidDocument(failures);
        }
        return policy;
    }

    /** A result's message begins with its place, as a problem's text does. */
    private static Problem problem(Policy policy, PolicyTests.Result result) {
        var at = result.test().at();
        var place = new Problem(policy.label(), at.line(), at.column(), at.path(), "").toString();
        var message = result.message();
        return new Problem(
                policy.label(),
                at.line(),
                at.column(),
                at.path(),
                message.startsWith(place) ? message.substring(place.length()) : message);
    }
}
