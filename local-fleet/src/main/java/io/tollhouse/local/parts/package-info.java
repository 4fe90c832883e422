/**
 * The parts of a fleet: which settings and which environment each gets, how it is started, and how one sees that it is
 * ready.
 *
 * <p>Rule of this room: one class for each kind of part, and what two parts must agree on stands in one place.
 *
 * <p>May import: {@code local.process}, {@code local.data}, {@code local.elasticsearch}, {@code local.probe},
 * {@code contract.files}, {@code contract.settings}, {@code contract.yaml} (words for messages), Jackson and the JDK.
 * {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.local.parts;

import org.jspecify.annotations.NullMarked;
