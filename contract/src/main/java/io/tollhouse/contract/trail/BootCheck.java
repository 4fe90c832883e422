package io.tollhouse.contract.trail;

import io.tollhouse.contract.audit.AuditField;
import io.tollhouse.contract.audit.Head;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one boot of a node says of how far its streams have come, each time with its signature. */
final class BootCheck {
    private final Map<Integer, Head> heads = new HashMap<>();
    private @Nullable PublicKey key;
    private @Nullable StoredRecord first;
    private boolean opened;
    private boolean looked;

    /** Whether its first record is still to be looked for. The answer is yes once only. */
    boolean wantsKey() {
        boolean wants = !opened && !looked;
        looked = true;
        return wants;
    }

    /** Takes the key that its first record names, and of no other; says whether it names one. */
    boolean isOpened(StoredRecord open) {
        if (opened) {
            return true;
        }
        opened = true;
        first = open;
        return isKey(open.text(AuditField.KEY));
    }

    /** Its first record is not kept any more: takes the key that was countersigned instead, where there is one. */
    void believe(@Nullable String countersigned) {
        if (key == null && !opened && countersigned != null) {
            opened = isKey(countersigned);
        }
    }

    private boolean isKey(String text) {
        try {
            var encoded = Base64.getDecoder().decode(text);
            key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
            return true;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    /** Its first record; null where that was not seen. */
    @Nullable
    StoredRecord first() {
        return first;
    }

    /**
     * What a run says of how far its streams have come.
     *
     * @param heads as {@link Head} writes them
     */
    record Claim(String node, String boot, List<String> heads, String signature) {}

    /** Takes what is said; says whether it bears the signature of the boot, as far as its key is known. */
    boolean isTaken(Claim claim) {
        if (!isSigned(claim)) {
            return false;
        }
        for (var text : claim.heads()) {
            Head.parse(text).ifPresent(head -> heads.merge(head.stream(), head, BootCheck::later));
        }
        return true;
    }

    private static Head later(Head one, Head other) {
        return one.sequence() >= other.sequence() ? one : other;
    }

    private boolean isSigned(Claim claim) {
        if (key == null) {
            return !opened; // its first record is not kept any more
        }
        try {
            var ed25519 = Signature.getInstance("Ed25519");
            ed25519.initVerify(key);
            ed25519.update(Head.signed(claim.node(), claim.boot(), claim.heads()));
            return ed25519.verify(Base64.getDecoder().decode(claim.signature()));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    /** The last of each stream. */
    Iterable<Head> heads() {
        return heads.values();
    }
}
