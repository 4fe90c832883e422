/**
 * Checks each closed day of the trail by itself, so that somebody hears of it who never asks.
 *
 * <p>Rule of this room: it only reads, one page at a time, and does what {@code contract.trail} says.
 *
 * <p>May import: {@code consumer.search}, {@code consumer.query}, {@code contract.audit}, {@code contract.fleet},
 * {@code contract.trail}, {@code process.health}, {@code process.kafka}, Kafka's client, Micrometer, SLF4J. Must not import: any other room. {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.consumer.trail;

import org.jspecify.annotations.NullMarked;
