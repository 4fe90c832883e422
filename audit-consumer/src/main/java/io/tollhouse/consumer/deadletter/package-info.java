/**
 * The dead-letter topic: the bytes of what no index takes, with why and from where.
 *
 * <p>Rule of this room: nothing counts as kept before the brokers have acknowledged it.
 *
 * <p>May import: {@code consumer.delivery}, whose {@code DeadLetters} it implements; {@code consumer.document},
 * {@code process.kafka}, {@code contract.fleet}, Kafka's clients. Must not import any other room. {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.consumer.deadletter;

import org.jspecify.annotations.NullMarked;
