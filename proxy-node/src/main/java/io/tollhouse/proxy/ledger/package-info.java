/**
 * Writes audit records to files, and takes them from there to Kafka.
 *
 * <p>Rule of this room: what hands a record over never waits, neither for the disk to make a file nor for Kafka. Each stream has one
 * writer, so that appending takes no lock; one thread reads all of them and speaks to the producer. Nothing that was let through is
 * dropped: where a record cannot be written, the request is refused.
 *
 * <p>May import: {@code proxy.judge.Recorder}, which it implements; {@code process.kafka}, {@code process.health},
 * {@code contract.audit}, {@code contract.files}, {@code contract.fleet}, {@code contract.policy}, Kafka's clients, Micrometer, SLF4J.
 * Must not import: Netty, any other room.
 */
@NullMarked
package io.tollhouse.proxy.ledger;

import org.jspecify.annotations.NullMarked;
