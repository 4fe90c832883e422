/**
 * Follows topics of one partition each, from their start to their end and then as they grow.
 *
 * <p>Rule of this room: only committed records are told, in their order and by one thread; whether everything was read is told by
 * position, since compaction and transactions leave offsets without a record. What a record means is not known here.
 *
 * <p>May import: {@code process.kafka}, {@code process.health}, {@code contract.fleet}, Kafka's clients. Must not import: any
 * other room. {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.distributor.follow;

import org.jspecify.annotations.NullMarked;
