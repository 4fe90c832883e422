package io.tollhouse.distributor.policy;

import io.tollhouse.contract.fleet.SignedManifest;
import io.tollhouse.contract.policy.PolicyCodec;
import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.contract.yaml.Node;
import io.tollhouse.contract.yaml.YamlReader;
import java.nio.charset.StandardCharsets;

/**
 * A published revision without its text.
 *
 * @param base the revision that its author saw; 0 for none
 * @param policy the document's own label; empty where this version cannot read it
 * @param maximum the own label of what bounds it; empty for nothing
 * @param hash of the signed manifest
 * @param created ISO-8601
 * @param why the author's words; empty for none
 */
public record Revision(
        long revision,
        long base,
        String policy,
        String maximum,
        String hash,
        String created,
        String author,
        String why,
        String keyId) {

    public static Revision of(SignedManifest signed) {
        var manifest = signed.manifest();
        var maximum = manifest.maximum();
        return new Revision(
                manifest.revision(),
                manifest.base(),
                label("policy", manifest.policyBytes()),
                maximum == null ? "" : label("maximum", maximum.text().getBytes(StandardCharsets.UTF_8)),
                signed.hash(),
                manifest.created(),
                manifest.author(),
                manifest.why(),
                manifest.keyId());
    }

    /** Read from the form alone: an old document need not satisfy today's rules. */
    private static String label(String key, byte[] document) {
        try {
            var root = YamlReader.read(document, key, PolicyCodec.MAX_BYTES);
            var entry = root instanceof Node.MapNode map ? map.entries().get(key) : null;
            return entry != null && entry.value() instanceof Node.Scalar scalar ? scalar.text() : "";
        } catch (InvalidDocument e) {
            return "";
        }
    }
}
