/**
 * The query language of audit search: its text, what it means, and whether a record's bytes are meant.
 *
 * <p>Rule of this room: a query that parses can be asked of Elasticsearch and of a single record, with the same answer; one
 * that does not is told with its place. Pure functions, no I/O.
 *
 * <p>May import: {@code contract.audit}, {@code contract.address}, {@code contract.yaml.Words}, Jackson's streaming core.
 * Must not import any other room, Kafka, the Elasticsearch client. {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.consumer.query;

import org.jspecify.annotations.NullMarked;
