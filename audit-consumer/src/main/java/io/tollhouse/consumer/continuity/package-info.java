/**
 * Whether the records of each stream have come without a gap, while they come.
 *
 * <p>Rule of this room: time is the broker's, as records carry it; what a sequence says is believed, since hashes and signatures are another
 * check's; and nothing here grows with what somebody writes to the topic.
 *
 * <p>May import: {@code consumer.delivery}, whose {@code Witness} it is, {@code consumer.document}, {@code contract.audit}, {@code
 * process.health}, Jackson, Micrometer, SLF4J. Must not import any other room. {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.consumer.continuity;

import org.jspecify.annotations.NullMarked;
