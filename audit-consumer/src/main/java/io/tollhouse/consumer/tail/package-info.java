/**
 * The live tail: records of the audit topic as they come, to one client at a time each.
 *
 * <p>Rule of this room: a client that reads slowly, or is gone, holds up nobody else; what is left out for it is counted and
 * said.
 *
 * <p>May import: {@code consumer.query}, {@code consumer.slice}, {@code process.kafka}, {@code contract.audit}, {@code contract.fleet}, Kafka's
 * clients. Must not import any other room, the Elasticsearch client. {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.consumer.tail;

import org.jspecify.annotations.NullMarked;
