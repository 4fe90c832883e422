/**
 * Says on the fleet topic how this node is.
 *
 * <p>Rule of this room: it reports and decides nothing. A status that Kafka does not take is dropped, since the next one says
 * more.
 *
 * <p>May import: {@code process.kafka}, {@code process.health}, {@code contract.fleet}, Kafka's clients, SLF4J. Must not import:
 * Netty, any other room.
 */
@NullMarked
package io.tollhouse.proxy.fleet;

import org.jspecify.annotations.NullMarked;
