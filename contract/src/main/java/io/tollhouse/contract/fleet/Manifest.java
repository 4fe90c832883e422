package io.tollhouse.contract.fleet;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One published revision of the policy: who put what in force, on top of which revision.
 *
 * @param v the version of this format, 1
 * @param kind {@code policy}
 * @param key the topic's key, {@code policy}
 * @param fleet the id of the fleet that may believe it
 * @param revision from 1, rising
 * @param base the revision that its author saw in force; 0 for none
 * @param created ISO-8601, the distributor's clock
 * @param author the name of the token that published it
 * @param keyId of the key that signed it
 * @param why the author's words; empty for none
 * @param previous the hash of the revision before, as history keeps it; null for the first
 * @param parts SHA-256 of each part by name; here {@code policy}
 * @param policy the policy's text as its author wrote it
 * @param protectedParts {@code host:port} of the fleet's own processes, refused to agents
 */
public record Manifest(
        int v,
        String kind,
        String key,
        String fleet,
        long revision,
        long base,
        String created,
        String author,
        String keyId,
        String why,
        @Nullable String previous,
        Map<String, String> parts,
        String policy,

        @com.fasterxml.jackson.annotation.JsonProperty("protected")
        List<String> protectedParts)
        implements Envelope {

    /** The version of the format. */
    public static final int VERSION = 1;

    /** The largest signed manifest, in bytes. */
    public static final int MAX_BYTES = 256 * 1024;

    public Manifest {
        parts = Map.copyOf(parts);
        protectedParts = List.copyOf(protectedParts);
    }

    /** A revision as its author's distributor makes it. */
    public static Manifest of(
            String fleet,
            long revision,
            long base,
            Instant created,
            String author,
            String keyId,
            String why,
            @Nullable String previous,
            String policy,
            List<String> protectedParts) {
        var parts = Map.of("policy", Digest.sha256(policy.getBytes(StandardCharsets.UTF_8)));
        return new Manifest(
                VERSION,
                "policy",
                Topic.POLICY_KEY,
                fleet,
                revision,
                base,
                created.toString(),
                author,
                keyId,
                why,
                previous,
                parts,
                policy,
                protectedParts);
    }

    /** The policy's text as bytes. */
    public byte[] policyBytes() {
        return policy.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void check() throws NotBelieved {
        Envelope.check(this, VERSION, "policy", Topic.POLICY_KEY);
        Envelope.require(
                Digest.sha256(policyBytes()).equals(parts.get("policy")),
                "the hash of its policy is not the one it names");
    }
}
