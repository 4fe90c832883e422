/**
 * Makes the topics that are missing, and says of each that is wrong what is wrong with it.
 *
 * <p>Rule of this room: a topic that is there is never changed. What is wrong is a reason with the command that mends it, never
 * the end of the process.
 *
 * <p>May import: {@code process.kafka}, {@code process.topics}, {@code process.health}, {@code contract.fleet}, Kafka's clients.
 * Must not import: any other room. {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.distributor.topics;

import org.jspecify.annotations.NullMarked;
