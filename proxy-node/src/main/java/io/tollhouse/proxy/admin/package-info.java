/**
 * Says how the node is, to load balancers, scrapers and people: {@code /livez}, {@code /readyz}, {@code /metrics}; and has it
 * refuse everything: {@code /lockdown}.
 *
 * <p>Rule of this room: it changes nothing but the lockdown, and that only for whoever has the token. It has an event loop of its own, so that it answers while those of
 * agents are busy.
 *
 * <p>May import: {@code process.health}, Netty, Jackson's streaming core, SLF4J. Must not import: any other room, Kafka.
 */
@NullMarked
package io.tollhouse.proxy.admin;

import org.jspecify.annotations.NullMarked;
