/**
 * What is laid over the policy for a time: kills.
 *
 * <p>Rule of this room: values that can only stop more than the policy does, never let something through that it refuses. No
 * I/O, no clock, nothing mutable.
 *
 * <p>May import: {@code contract.policy} (patterns of agents and hosts), {@code contract.address} and the JDK. Must not import:
 * any other room, Jackson, Netty, Kafka. {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.contract.overlay;

import org.jspecify.annotations.NullMarked;
