/**
 * Brings what the audit topic has into the index once more, a slice at a time, for an index that was lost or restored.
 *
 * <p>Rule of this room: it only creates, under the ids and with the bytes that the intake gives, so that what is there stays as it is and
 * doing it again does nothing. It belongs to no group and commits nothing.
 *
 * <p>May import: {@code delivery}, {@code document}, {@code slice}, {@code contract.audit}. Must not import any other room, Kafka, the
 * Elasticsearch client. {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.consumer.reindex;

import org.jspecify.annotations.NullMarked;
