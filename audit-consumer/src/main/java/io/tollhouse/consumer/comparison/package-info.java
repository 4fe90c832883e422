/**
 * Holds what the audit topic has against the index, a slice at a time: which records are not there, or are other ones.
 *
 * <p>Rule of this room: it writes nothing, belongs to no group and commits nothing; a record that cannot be looked up is trouble, and never
 * taken for one that is not there.
 *
 * <p>May import: {@code delivery}, {@code document}, {@code index}, {@code slice}, {@code contract.audit}. Must not import any other room,
 * Kafka, the Elasticsearch client. {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.consumer.comparison;

import org.jspecify.annotations.NullMarked;
