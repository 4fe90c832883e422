/**
 * One proxy node: its settings, its wiring, and the order in which its parts start and stop.
 *
 * <p>Rule of this room: everything is wired by hand, here and nowhere else; no room below knows this one.
 *
 * <p>May import: every room of this module, {@code process}, the contract, Micrometer, SLF4J. Must not import: Kafka's
 * clients, Netty. {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.proxy;

import org.jspecify.annotations.NullMarked;
