package io.tollhouse.distributor.policy;

import io.tollhouse.contract.fleet.SignedOverlay;
import java.time.Instant;

/**
 * The overlay that the policy topic has.
 *
 * @param offset of its record there
 * @param at when the broker appended it
 */
public record PlacedOverlay(SignedOverlay signed, long offset, Instant at) {
    long revision() {
        return signed.manifest().revision();
    }
}
