/**
 * Measures a fleet that runs, from outside, by what it says of itself.
 *
 * <p>Rule of this room: a number is printed with what it was measured on; what fails ends the measurement, and is never left out of
 * it. No part of the product, and nothing that a build runs.
 *
 * <p>May import: its rooms, {@code cli.api}, {@code consumer.document}, {@code process.kafka}, {@code contract}'s {@code fleet}, {@code keys} and
 * {@code settings}, picocli, Jackson. {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.bench;

import org.jspecify.annotations.NullMarked;
