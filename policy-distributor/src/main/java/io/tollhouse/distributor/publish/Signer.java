package io.tollhouse.distributor.publish;

import io.tollhouse.contract.fleet.ListPart;
import io.tollhouse.contract.fleet.Manifest;
import io.tollhouse.contract.fleet.OverlayManifest;
import io.tollhouse.contract.fleet.SignedManifest;
import io.tollhouse.contract.fleet.SignedOverlay;
import io.tollhouse.contract.fleet.SigningKey;
import io.tollhouse.contract.fleet.TrustedKeys;
import io.tollhouse.contract.overlay.Kill;
import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.contract.yaml.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes drafts and kills into what nodes believe.
 *
 * @param trusted keys that are believed now
 * @param protectedParts {@code host:port} of the fleet's own parts
 */
public record Signer(
        String fleet, SigningKey key, Supplier<TrustedKeys> trusted, List<String> protectedParts, Clock clock) {
    public Signer {
        protectedParts = List.copyOf(protectedParts);
    }

    /**
     * Where a revision comes to stand.
     *
     * @param base that it lies upon; 0 for none
     * @param previous hash of the one before in the history; null for none
     */
    record Above(long revision, long base, @Nullable String previous) {}

    /**
     * Holds that a draft can be signed.
     *
     * @param lists as large as they can become
     * @throws InvalidDocument where it is too large for a record
     * @throws KeyNotTrusted where nobody would believe it
     */
    void check(Draft draft, Map<String, ListPart> lists, Above above) throws InvalidDocument, KeyNotTrusted {
        requireTrust();
        int bytes = sign(draft, lists, above).bytes().length;
        if (bytes <= Manifest.MAX_BYTES) {
            return;
        }
        int without = sign(draft, Map.of(), above).bytes().length;
        var message = "signed and in JSON it has %d bytes and may have %d; shorten its text"
                .formatted(bytes, Manifest.MAX_BYTES);
        throw new InvalidDocument(List.of(new Problem(
                draft.label(),
                0,
                0,
                "",
                lists.isEmpty()
                        ? message
                        : message
                                + ", or its list files, whose chunks take %d of these bytes"
                                        .formatted(bytes - without))));
    }

    /** Signs a draft as a revision. */
    SignedManifest sign(Draft draft, Map<String, ListPart> lists, Above above) {
        var manifest = Manifest.of(
                fleet,
                above.revision(),
                above.base(),
                clock.instant(),
                draft.author(),
                key.keyId(),
                draft.why(),
                above.previous(),
                new String(draft.text(), StandardCharsets.UTF_8),
                lists,
                null,
                protectedParts);
        return SignedManifest.sign(manifest, key);
    }

    /**
     * Signs kills as an overlay.
     *
     * @param base the overlay that is in force; 0 for none
     * @param previous hash of the one before in the history; null for none
     * @throws TooManyKills where they are too large for a record
     * @throws KeyNotTrusted where nobody would believe it
     */
    SignedOverlay sign(List<Kill> kills, String author, String why, long revision, long base, @Nullable String previous)
            throws TooManyKills, KeyNotTrusted {
        requireTrust();
        var manifest =
                OverlayManifest.of(fleet, revision, base, clock.instant(), author, key.keyId(), why, previous, kills);
        var signed = SignedOverlay.sign(manifest, key);
        if (signed.bytes().length > Manifest.MAX_BYTES) {
            throw new TooManyKills(
                    "all kills together have " + signed.bytes().length + " bytes and may have " + Manifest.MAX_BYTES);
        }
        return signed;
    }

    private void requireTrust() throws KeyNotTrusted {
        if (!trusted.get().keys().containsKey(key.keyId())) {
            throw new KeyNotTrusted(key.keyId());
        }
    }
}
