/**
 * Parts of the audit topic that are read by nobody's group.
 *
 * <p>Rule of this room: a time is the broker's.
 *
 * <p>May import: Kafka's client, {@code contract.fleet}. Must not import any other room. {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.consumer.slice;

import org.jspecify.annotations.NullMarked;
