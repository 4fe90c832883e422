package io.tollhouse.proxy.policy;

import io.tollhouse.contract.decision.Matcher;
import io.tollhouse.contract.decision.PolicyTests;
import io.tollhouse.contract.decision.Surroundings;
import io.tollhouse.contract.fleet.MaximumPart;
import io.tollhouse.contract.fleet.NotBelieved;
import io.tollhouse.contract.fleet.SignedManifest;
import io.tollhouse.contract.policy.Policy;
import io.tollhouse.contract.policy.PolicyCodec;
import io.tollhouse.contract.yaml.InvalidDocument;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A revision that this node believes, compiled for where it stands. */
record InForce(SignedManifest signed, RevisionLists lists, Policy policy, Surroundings surroundings, Matcher matcher) {

    /**
     * Compiles what is signed and runs its own tests.
     *
     * @param lists its list files
     * @param before the revision in force, whose indexes of long lists are taken over; null for none
     * @throws NotBelieved where it does not compile, or a test fails
     */
    static InForce compile(
            SignedManifest signed, RevisionLists lists, Surroundings surroundings, @Nullable InForce before)
            throws NotBelieved {
        var manifest = signed.manifest();
        try {
            var policy = PolicyCodec.parse(manifest.policyBytes(), "policy", lists.policy());
            var matcher = Matcher.compile(
                    policy,
                    maximum(manifest.maximum(), lists),
                    manifest.revision(),
                    signed.hash(),
                    surroundings,
                    before == null ? null : before.matcher());
            test(matcher, policy);
            return new InForce(signed, lists, policy, surroundings, matcher);
        } catch (InvalidDocument e) {
            var first = e.problems().get(0);
            int more = e.problems().size() - 1;
            throw new NotBelieved("it does not compile: " + first + (more == 0 ? "" : " (and " + more + " more)"));
        }
    }

    private static @Nullable Policy maximum(@Nullable MaximumPart part, RevisionLists lists) throws InvalidDocument {
        return part == null
                ? null
                : PolicyCodec.parseMaximum(part.text().getBytes(StandardCharsets.UTF_8), "maximum", lists.maximum());
    }

    private static void test(Matcher matcher, Policy policy) throws NotBelieved {
        for (var result : PolicyTests.run(matcher, policy)) {
            if (!result.passed()) {
                throw new NotBelieved("one of its own tests fails here: " + result.message());
            }
        }
    }

    /** The same revision in other surroundings. */
    InForce in(Surroundings others) throws NotBelieved {
        return compile(signed, lists, others, this);
    }

    long revision() {
        return signed.manifest().revision();
    }

    String hash() {
        return signed.hash();
    }
}
