package io.tollhouse.distributor.publish;

import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.LongUnaryOperator;

/**
 * The highest that live nodes say they enforce, which the next ones must rise above. Each is asked for up to a number that can be
 * believed: anyone who may write to the fleet topic can say any.
 *
 * @param revision of policies; 0 for none
 * @param overlay the id of an overlay; empty for none
 */
public record Reported(LongUnaryOperator revision, LongFunction<Optional<String>> overlay) {}
