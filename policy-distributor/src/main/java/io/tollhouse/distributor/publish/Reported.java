package io.tollhouse.distributor.publish;

import java.util.function.LongSupplier;

/**
 * The highest numbers that live nodes say they enforce, which the next ones must rise above.
 *
 * @param revision of policies; 0 for none
 * @param overlay of overlays; 0 for none
 */
public record Reported(LongSupplier revision, LongSupplier overlay) {}
