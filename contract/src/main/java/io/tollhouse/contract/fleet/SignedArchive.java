package io.tollhouse.contract.fleet;

import java.io.IOException;

/**
 * The manifest of an archive, signed as {@link Seal} says with the words {@code tollhouse archive v1}.
 *
 * @param bytes of the whole manifest
 */
public record SignedArchive(byte[] bytes, ArchiveManifest manifest) {
    private static final Seal<ArchiveManifest> SEAL = new Seal<>(ArchiveManifest.class, "tollhouse archive v1");

    /** Signs a manifest whose {@code keyId} is the key's. */
    public static SignedArchive sign(ArchiveManifest manifest, SigningKey key) {
        return new SignedArchive(SEAL.sign(manifest, key).bytes(), manifest);
    }

    /**
     * Reads and believes a manifest, of whichever fleet these keys are.
     *
     * @throws NotBelieved when it is too large, not signed by a trusted key, or says what this version cannot read
     */
    public static SignedArchive verify(byte[] bytes, TrustedKeys trusted) throws NotBelieved {
        return new SignedArchive(
                bytes, SEAL.verify(bytes, trusted, fleet(bytes)).content());
    }

    private static String fleet(byte[] bytes) throws NotBelieved {
        try {
            return String.valueOf(Json.read(bytes, ArchiveManifest.class).fleet());
        } catch (IOException | RuntimeException e) { // anybody may have written it
            throw new NotBelieved("it is not the manifest of an archive");
        }
    }
}
