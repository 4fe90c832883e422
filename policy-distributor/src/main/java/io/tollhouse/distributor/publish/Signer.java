package io.tollhouse.distributor.publish;

import io.tollhouse.contract.fleet.Manifest;
import io.tollhouse.contract.fleet.MaximumPart;
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
import java.util.Optional;
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
     * Signs a draft as a revision.
     *
     * @param base that it lies upon; 0 for none
     * @param previous hash of the one before in the history; null for none
     * @param maximum that bounds it; empty for nothing
     * @throws InvalidDocument where it is too large for a record
     * @throws KeyNotTrusted where nobody would believe it
     */
    SignedManifest sign(Draft draft, long revision, long base, @Nullable String previous, Optional<MaximumPart> maximum)
            throws InvalidDocument, KeyNotTrusted {
        requireTrust();
        if (!draft.files().isEmpty()) {
            throw new InvalidDocument(List.of(new Problem(
                    draft.label(), 0, 0, "lists", "names files, which this version checks and cannot publish yet")));
        }
        var manifest = Manifest.of(
                fleet,
                revision,
                base,
                clock.instant(),
                draft.author(),
                key.keyId(),
                draft.why(),
                previous,
                new String(draft.text(), StandardCharsets.UTF_8),
                Map.of(),
                maximum.orElse(null),
                protectedParts);
        var signed = SignedManifest.sign(manifest, key);
        if (signed.bytes().length > Manifest.MAX_BYTES) {
            throw new InvalidDocument(List.of(new Problem(
                    draft.label(),
                    0,
                    0,
                    "",
                    "signed and in JSON it has %d bytes and may have %d, its maximum included; shorten its text"
                            .formatted(signed.bytes().length, Manifest.MAX_BYTES))));
        }
        return signed;
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
