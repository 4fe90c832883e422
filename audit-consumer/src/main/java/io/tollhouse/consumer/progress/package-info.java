/**
 * The progress topic: what this consumer knows of the streams of its partitions, for whoever has them next.
 *
 * <p>Rule of this room: what cannot be read or written costs knowledge and nothing else. Nothing is believed of a partition that is
 * behind the group's offset, or that two consumers may have written: then it is judged as if it were new, and nothing false is said.
 *
 * <p>May import: {@code consumer.intake}, whose {@code Memory} it is, {@code consumer.continuity}, {@code process.kafka}, {@code
 * process.health}, {@code contract.fleet}, Kafka's clients, Jackson, SLF4J. Must not import any other room. {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.consumer.progress;

import org.jspecify.annotations.NullMarked;
