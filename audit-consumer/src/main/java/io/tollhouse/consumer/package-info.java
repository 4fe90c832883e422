/**
 * The audit consumer: its settings, its wiring, and the order in which its parts start and stop.
 *
 * <p>Rule of this room: everything is wired by hand, here and nowhere else; no room below knows this one.
 *
 * <p>May import: every room of this module, {@code process}, {@code contract.settings}, Micrometer, SLF4J. Must not import:
 * Kafka's clients, the Elasticsearch client, Javalin. {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.consumer;

import org.jspecify.annotations.NullMarked;
