/**
 * Holds the topics that a process needs against what they must be, and its rights on them against what its role needs.
 *
 * <p>Rule of this room: it changes nothing in Kafka. What is wrong is a sentence with the command that mends it, never the end of
 * the process.
 *
 * <p>May import: {@code process.kafka}, {@code process.health}, {@code contract.fleet}, Kafka's clients. Must not import: any
 * other room. {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.process.topics;

import org.jspecify.annotations.NullMarked;
