/**
 * The API over HTTP: routes, who may use each, and answers.
 *
 * <p>Rule of this room: one table of routes with the role that each asks for; every failure is a problem (RFC 9457) with a
 * sentence that says what to do, and never a stack trace. What an answer means is decided in other rooms.
 *
 * <p>May import: every other room but {@code topics} and the main one, {@code process.health}, {@code process.kafka},
 * {@code contract.yaml}, {@code contract.policy}, {@code contract.overlay}, {@code contract.fleet}, {@code contract.settings}, Javalin, Jetty, Jackson,
 * Micrometer, SLF4J. Must not import: Kafka's clients. {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.distributor.api;

import org.jspecify.annotations.NullMarked;
