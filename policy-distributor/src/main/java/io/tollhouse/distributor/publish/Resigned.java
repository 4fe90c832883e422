package io.tollhouse.distributor.publish;

import java.util.Optional;

/**
 * What was signed again.
 *
 * @param overlay empty where nothing is laid over the policy
 */
public record Resigned(Published policy, Optional<PublishedOverlay> overlay) {}
