/**
 * Nodes without agents.
 *
 * <p>Rule of this room: what a simulated node does, it does by the node's own classes, with clients of its own.
 *
 * <p>May import: {@code proxy.fleet}, {@code proxy.policy}, {@code process.health}, {@code process.kafka}, {@code contract}'s
 * {@code decision} and {@code fleet}. {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.bench.simulated;

import org.jspecify.annotations.NullMarked;
