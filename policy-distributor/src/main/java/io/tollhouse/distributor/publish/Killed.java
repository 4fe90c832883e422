package io.tollhouse.distributor.publish;

import io.tollhouse.contract.overlay.Kill;

/**
 * A kill that was ordered or lifted.
 *
 * @param overlay with it, or without it
 */
public record Killed(Kill kill, PublishedOverlay overlay) {}
