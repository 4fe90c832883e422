/**
 * A Kafka broker that is its own controller, as a process of its own.
 *
 * <p>Rule of this room: the only one that knows Kafka's server, and nobody imports it; others start its main class.
 *
 * <p>May import: Kafka's server modules, {@code contract.settings}, SLF4J. {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.local.broker;

import org.jspecify.annotations.NullMarked;
