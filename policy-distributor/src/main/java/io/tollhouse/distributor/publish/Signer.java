package io.tollhouse.distributor.publish;

import io.tollhouse.contract.fleet.ListPart;
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
     * Where a revision comes to stand.
     *
     * @param base that it lies upon; 0 for none
     * @param previous hash of the one before in the history; null for none
     */
    record Above(long revision, long base, @Nullable String previous) {}

    /**
     * A manifest that is not signed yet.
     *
     * @param label what messages call its document
     */
    record Unsigned(Manifest manifest, String label) {
        /** Its own list files and those of its maximum taken away. */
        private Unsigned withoutLists() {
            var maximum = manifest.maximum();
            return new Unsigned(manifest.with(Map.of(), maximum == null ? null : maximum.with(Map.of())), label);
        }
    }

    /** What a draft becomes. */
    Unsigned of(Draft draft, Map<String, ListPart> lists, Optional<MaximumPart> maximum, Above above) {
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
                maximum.orElse(null),
                protectedParts);
        return new Unsigned(manifest, draft.label());
    }

    /**
     * Holds that a manifest can be published.
     *
     * @param unsigned with list files as large as they can become
     * @throws InvalidDocument where it is too large for a record
     * @throws KeyNotTrusted where nobody would believe it
     */
    void check(Unsigned unsigned) throws InvalidDocument, KeyNotTrusted {
        requireTrust();
        int bytes = sign(unsigned).bytes().length;
        if (bytes <= Manifest.MAX_BYTES) {
            return;
        }
        int lists = bytes - sign(unsigned.withoutLists()).bytes().length;
        var message = "signed and in JSON it has %d bytes and may have %d, its maximum included; shorten its text"
                .formatted(bytes, Manifest.MAX_BYTES);
        var more = lists == 0 ? "" : ", or its list files, whose chunks take %d of these bytes".formatted(lists);
        throw new InvalidDocument(List.of(new Problem(unsigned.label(), 0, 0, "", message + more)));
    }

    /** Signs a manifest. */
    SignedManifest sign(Unsigned unsigned) {
        return SignedManifest.sign(unsigned.manifest(), key);
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
