/**
 * Searches the index: a query with its times becomes a request, and the documents come back with the bytes that are stored.
 *
 * <p>Rule of this room: a cursor carries the whole search, so that nothing is kept between two pages; documents are passed
 * on as bytes and never written anew.
 *
 * <p>May import: {@code consumer.query}, {@code consumer.index} for the client, {@code consumer.document} for the names of
 * indices, {@code contract.audit}, {@code contract.address}, the Elasticsearch client, Jackson. Must not import any other
 * room, Kafka. {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.consumer.search;

import org.jspecify.annotations.NullMarked;
