package io.tollhouse.contract.fleet;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
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
 * @param parts SHA-256 of each text by name: {@code policy}, and {@code maximum} where there is one
 * @param policy the policy's text as its author wrote it
 * @param lists the policy's list files, by the path that its text names them by
 * @param maximum what the policy may not exceed; null for nothing
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
        Map<String, ListPart> lists,
        @Nullable MaximumPart maximum,

        @com.fasterxml.jackson.annotation.JsonProperty("protected")
        List<String> protectedParts)
        implements Envelope {

    /** The version of the format. */
    public static final int VERSION = 1;

    /** The largest signed manifest, in bytes. */
    public static final int MAX_BYTES = 256 * 1024;

    public Manifest {
        parts = Map.copyOf(parts);
        lists = Map.copyOf(Objects.requireNonNullElse(lists, Map.of())); // revisions of before list files have none
        protectedParts = List.copyOf(protectedParts);
    }

    /** A revision without list files that nothing bounds. */
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
        return of(fleet, revision, base, created, author, keyId, why, previous, policy, Map.of(), null, protectedParts);
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
            Map<String, ListPart> lists,
            @Nullable MaximumPart maximum,
            List<String> protectedParts) {
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
                hashes(policy, maximum),
                policy,
                lists,
                maximum,
                protectedParts);
    }

    private static Map<String, String> hashes(String policy, @Nullable MaximumPart maximum) {
        var hash = hash(policy);
        return maximum == null ? Map.of("policy", hash) : Map.of("policy", hash, "maximum", hash(maximum.text()));
    }

    private static String hash(String text) {
        return Digest.sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The policy's text as bytes. */
    public byte[] policyBytes() {
        return policy.getBytes(StandardCharsets.UTF_8);
    }

    /** The list files of the policy and of its maximum. */
    public List<ListPart> allLists() {
        return Stream.concat(
                        lists.values().stream(),
                        Stream.ofNullable(maximum).flatMap(bound -> bound.lists().values().stream()))
                .toList();
    }

    /** The same with other list files and another maximum of the same text. */
    public Manifest with(Map<String, ListPart> files, @Nullable MaximumPart bound) {
        return new Manifest(
                v,
                kind,
                key,
                fleet,
                revision,
                base,
                created,
                author,
                keyId,
                why,
                previous,
                parts,
                policy,
                files,
                bound,
                protectedParts);
    }

    @Override
    public void check() throws NotBelieved {
        Envelope.check(this, VERSION, "policy", Topic.POLICY_KEY);
        Envelope.require(parts.equals(hashes(policy, maximum)), "the hashes of its texts are not those that it names");
    }
}
