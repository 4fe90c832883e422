/**
 * How this process reaches Kafka: properties of its clients, and what is there before they are opened.
 *
 * <p>Rule of this room: no producer or consumer is opened before a topic was described. What Kafka does not let us do is a
 * sentence, never a stack trace.
 *
 * <p>May import: {@code contract.fleet}, {@code contract.settings}, Kafka's clients, SLF4J. Must not import: any other room,
 * Netty. {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.process.kafka;

import org.jspecify.annotations.NullMarked;
