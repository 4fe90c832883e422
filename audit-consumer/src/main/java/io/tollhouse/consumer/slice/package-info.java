/**
 * Parts of the audit topic that are read by nobody's group.
 *
 * <p>Rule of this room: a time is the broker's.
 *
 * <p>May import: {@code document}, {@code process.kafka}, {@code contract.fleet}, Kafka's client. Must not import any other room.
 * {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.consumer.slice;

import org.jspecify.annotations.NullMarked;
