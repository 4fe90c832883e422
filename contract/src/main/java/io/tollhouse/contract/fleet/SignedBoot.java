package io.tollhouse.contract.fleet;

import java.io.IOException;
import java.util.Optional;

/**
 * The key of a run of a node, countersigned by a distributor as {@link Seal} says with the words {@code tollhouse boot v1}. It stands on
 * {@link Topic#CHECKPOINT}; the first one of a run counts.
 *
 * @param bytes of the whole record
 */
public record SignedBoot(byte[] bytes, BootManifest manifest) {
    private static final Seal<BootManifest> SEAL = new Seal<>(BootManifest.class, "tollhouse boot v1");

    /** Signs a manifest whose {@code keyId} is the key's. */
    public static SignedBoot sign(BootManifest manifest, SigningKey key) {
        return new SignedBoot(SEAL.sign(manifest, key).bytes(), manifest);
    }

    /**
     * Reads and believes a countersignature.
     *
     * @throws NotBelieved when it is too large, not signed by a trusted key, or says what this version cannot read
     */
    public static SignedBoot verify(byte[] bytes, TrustedKeys trusted) throws NotBelieved {
        var said = read(bytes).orElseThrow(() -> new NotBelieved("it is not the record of boot"));
        return new SignedBoot(bytes, SEAL.verify(bytes, trusted, said.fleet()).content());
    }

    /** What bytes say that may be a countersignature, of which nothing is believed yet; empty where they are something else. */
    public static Optional<BootManifest> read(byte[] bytes) {
        try {
            var manifest = Json.read(bytes, BootManifest.class);
            manifest.check();
            return Optional.of(manifest);
        } catch (IOException | NotBelieved | RuntimeException e) { // anybody may have written it
            return Optional.empty();
        }
    }

    /** The key of its record. */
    public String recordKey() {
        return "boot/" + manifest.node() + "/" + manifest.boot() + "/"
                + Digest.sha256(bytes).substring(0, 16);
    }
}
