package io.tollhouse.contract.fleet;

/**
 * A manifest as it stands on a topic, signed as {@link Seal} says with the words {@code tollhouse manifest v1}.
 *
 * @param bytes of the whole record
 * @param hash SHA-256 of the signed bytes, without the words in front; what status and audit records call the revision's hash
 */
public record SignedManifest(byte[] bytes, Manifest manifest, String hash) {
    private static final Seal<Manifest> SEAL = new Seal<>(Manifest.class, "tollhouse manifest v1");

    private SignedManifest(Seal.Sealed<Manifest> sealed) {
        this(sealed.bytes(), sealed.content(), sealed.hash());
    }

    /** Signs a manifest whose {@code keyId} is the key's. */
    public static SignedManifest sign(Manifest manifest, SigningKey key) {
        return new SignedManifest(SEAL.sign(manifest, key));
    }

    /**
     * Reads and believes a record.
     *
     * @throws NotBelieved when it is too large, not signed by a trusted key, meant for another fleet, or inconsistent
     */
    public static SignedManifest verify(byte[] bytes, TrustedKeys trusted, String fleet) throws NotBelieved {
        return new SignedManifest(SEAL.verify(bytes, trusted, fleet));
    }
}
