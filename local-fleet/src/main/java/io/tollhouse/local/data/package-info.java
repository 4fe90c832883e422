/**
 * The folder in which a fleet lives: who holds it, what is in it, what of it is secret.
 *
 * <p>Rule of this room: nothing is deleted that {@code up} did not make, and secrets are readable by their owner only.
 *
 * <p>May import: {@code local.files}, {@code contract.files}, {@code contract.keys}, {@code contract.settings} and the JDK.
 * {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.local.data;

import org.jspecify.annotations.NullMarked;
