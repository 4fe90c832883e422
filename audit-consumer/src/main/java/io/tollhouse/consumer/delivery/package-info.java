/**
 * Brings records into the index: batches, retries, bisecting, poison, and what of a partition is done.
 *
 * <p>Rule of this room: a record is done when the index has it, or when its envelope is there and the dead-letter topic has
 * its bytes; nothing else ends it, however long it takes. What waits is bounded in bytes. Knows neither Kafka nor
 * Elasticsearch: those stand behind {@link io.tollhouse.consumer.delivery.Index} and
 * {@link io.tollhouse.consumer.delivery.DeadLetters}.
 *
 * <p>May import: {@code consumer.document}, {@code contract.audit}, {@code process.health}, {@code process.kafka.Backoff},
 * Micrometer, SLF4J. Must not import any other room. {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.consumer.delivery;

import org.jspecify.annotations.NullMarked;
