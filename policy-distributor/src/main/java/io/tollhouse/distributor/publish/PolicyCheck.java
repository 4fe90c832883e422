package io.tollhouse.distributor.publish;

import io.tollhouse.contract.decision.Checked;
import io.tollhouse.contract.policy.ListFile;
import io.tollhouse.contract.policy.Policy;
import io.tollhouse.contract.policy.PolicyCodec;
import io.tollhouse.contract.yaml.InvalidDocument;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Holds documents to everything that a node will hold them to. */
public final class PolicyCheck {
    private PolicyCheck() {}

    /**
     * Reads, compiles and tests a policy.
     *
     * @param label what messages call the document
     * @param files by the name that the document gives them
     * @param maximum what it may not exceed; null for nothing
     * @throws InvalidDocument with every problem; a test that fails is one, at its place, and so is what exceeds the maximum
     */
    public static Policy check(
            byte[] utf8, String label, Map<String, ListFile> files, @Nullable Policy maximum, Instant now)
            throws InvalidDocument {
        return Checked.of(PolicyCodec.parse(utf8, label, files), maximum, now).orThrow();
    }

    /**
     * Reads and compiles a maximum.
     *
     * @param files by the name that the document gives them
     * @throws InvalidDocument with every problem
     */
    public static Policy checkMaximum(byte[] utf8, String label, Map<String, ListFile> files, Instant now)
            throws InvalidDocument {
        return Checked.maximum(PolicyCodec.parseMaximum(utf8, label, files), now);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
