/**
 * Keeps audit records until Kafka has acknowledged them.
 *
 * <p>Rule of this room: what hands a record over never waits; one thread speaks to the producer, which may block it. What
 * waits is bounded in bytes and number, and what is lost past the bound is counted.
 *
 * <p>May import: {@code proxy.judge.Recorder}, which it implements; {@code process.kafka}, {@code process.health},
 * {@code contract.audit}, {@code contract.fleet}, Kafka's clients, Micrometer, SLF4J. Must not import: Netty, any other
 * room.
 */
@NullMarked
package io.tollhouse.proxy.ledger;

import org.jspecify.annotations.NullMarked;
