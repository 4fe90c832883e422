/**
 * Tries once more what could not be indexed, when whatever was in its way is mended.
 *
 * <p>Rule of this room: the event is created first, from the original bytes, and its envelope deleted then, so that an end in between
 * leaves both and never neither.
 *
 * <p>May import: {@code delivery}, {@code document}, {@code index}, {@code contract.audit}. Must not import any other room, Kafka, the
 * Elasticsearch client. {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.consumer.retry;

import org.jspecify.annotations.NullMarked;
