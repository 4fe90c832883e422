package io.tollhouse.contract.policy;

import io.tollhouse.contract.yaml.Problems;
import java.util.Set;

/**
 * What the language has and this version cannot enforce: to take it and do nothing would let something pass
 * unjudged.
 */
public final class Unenforced {

    /** What nodes of this version enforce beyond the language's core. */
    private static final Set<Feature> ENFORCED = Set.of();

    private Unenforced() {}

    /** Notes what a document uses and is not enforced, each feature once, at its first place. */
    public static void note(Policy policy, Problems problems) {
        Feature.usedBy(policy).forEach((feature, at) -> {
            if (!ENFORCED.contains(feature)) {
                problems.add(at.problem(
                        policy.label(),
                        what(feature) + " is part of the language, but this version cannot enforce it yet; "
                                + instead(feature)));
            }
        });
    }

    private static String what(Feature feature) {
        return switch (feature) {
            case ASK -> "ask";
            case REPORT -> "report";
            case LIST_FILE -> "a list in a file";
            case MAXIMUM -> "a maximum";
            case TEST_FACTS -> "a test with an address or a time";
            default -> "this key";
        };
    }

    private static String instead(Feature feature) {
        return switch (feature) {
            case ASK -> "deny it, or leave the rule out";
            case LIST_FILE -> "write its entries out";
            case MAXIMUM, NETWORK, FROM -> "leave it out";
            case TEST_FACTS -> "leave the test out";
            default -> "remove it, or the rule";
        };
    }
}
