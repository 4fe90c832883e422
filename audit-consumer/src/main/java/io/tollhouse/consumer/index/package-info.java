/**
 * Elasticsearch as a place to write to: the client, templates and mappings, bulk requests.
 *
 * <p>Rule of this room: what the server says is read item by item, and an answer that does not fit its request is worth
 * nothing. Only this room and {@code consumer.search} know the client.
 *
 * <p>May import: {@code consumer.delivery}, whose {@code Index} it implements; {@code consumer.document},
 * {@code contract.audit}, {@code contract.settings}, {@code process.health}, {@code process.kafka.Backoff}, the
 * Elasticsearch client, Jackson, Micrometer, SLF4J. Must not import any other room, Kafka. {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.consumer.index;

import org.jspecify.annotations.NullMarked;
