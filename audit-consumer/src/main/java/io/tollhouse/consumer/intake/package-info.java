/**
 * The audit topic: takes records in one consumer group, hands them over, and commits what is done.
 *
 * <p>Rule of this room: one thread speaks to the Kafka consumer and never waits for Elasticsearch, so that the group never
 * takes us for dead. Committed is only what {@code consumer.delivery} has ended without a gap.
 *
 * <p>May import: {@code consumer.delivery}, {@code consumer.document}, {@code process.kafka}, {@code process.health},
 * {@code contract.fleet}, Kafka's clients, Micrometer, SLF4J. Must not import any other room. {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.consumer.intake;

import org.jspecify.annotations.NullMarked;
