/**
 * The runs of nodes: with which key each signs how far its streams have come, countersigned once so that whoever checks the trail later knows
 * it from a key that somebody else made.
 *
 * <p>Rule of this room: of what is said twice of a run, the first counts; what it keeps in memory is bounded.
 *
 * <p>May import: {@code distributor.follow}, {@code process.kafka}, {@code process.health}, {@code contract.fleet}, Kafka's clients, SLF4J.
 * Must not import: any other room. {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.distributor.boots;

import org.jspecify.annotations.NullMarked;
