/**
 * Says on the fleet topic how this node is, and learns there what the brokers' clock says and whether another node has its id.
 *
 * <p>Rule of this room: it decides nothing but whether this node is ready. A status that Kafka does not take is dropped, since the
 * next one says more.
 *
 * <p>May import: {@code process.kafka}, {@code process.health}, {@code contract.files}, {@code contract.fleet}, Kafka's clients,
 * SLF4J. Must not import: Netty, any other room.
 */
@NullMarked
package io.tollhouse.proxy.fleet;

import org.jspecify.annotations.NullMarked;
