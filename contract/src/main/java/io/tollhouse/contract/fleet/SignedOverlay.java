package io.tollhouse.contract.fleet;

import io.tollhouse.contract.overlay.Overlay;
import org.jspecify.annotations.Nullable;

/**
 * An overlay as it stands on a topic, signed as {@link Seal} says with the words {@code tollhouse overlay v1}.
 *
 * @param bytes of the whole record
 * @param overlay what the manifest says; its id is {@code <revision>-<first 12 hex digits of the hash>}
 * @param hash SHA-256 of the signed bytes, without the words in front
 */
public record SignedOverlay(byte[] bytes, OverlayManifest manifest, Overlay overlay, String hash) {
    private static final Seal<OverlayManifest> SEAL = new Seal<>(OverlayManifest.class, "tollhouse overlay v1");
    private static final int SHORT_HASH = 12;

    private SignedOverlay(Seal.Sealed<OverlayManifest> sealed) throws NotBelieved {
        this(sealed.bytes(), sealed.content(), sealed.content().overlay(id(sealed)), sealed.hash());
    }

    private static String id(Seal.Sealed<OverlayManifest> sealed) {
        return sealed.content().revision() + "-" + sealed.hash().substring(0, SHORT_HASH);
    }

    /** Signs a manifest whose {@code keyId} is the key's. */
    public static SignedOverlay sign(OverlayManifest manifest, SigningKey key) {
        try {
            return new SignedOverlay(SEAL.sign(manifest, key));
        } catch (NotBelieved e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /**
     * Reads and believes a record.
     *
     * @throws NotBelieved when it is too large, not signed by a trusted key, meant for another fleet, or says what this version
     *     cannot read
     */
    public static SignedOverlay verify(byte[] bytes, TrustedKeys trusted, String fleet) throws NotBelieved {
        return new SignedOverlay(SEAL.verify(bytes, trusted, fleet));
    }

    /** The revision in an overlay's id; 0 for what is no such id, and for null. */
    public static long revisionOf(@Nullable String id) {
        return id != null && id.matches("[1-9][0-9]{0,15}-[0-9a-f]{12}")
                ? Long.parseLong(id.substring(0, id.indexOf('-')))
                : 0;
    }
}
