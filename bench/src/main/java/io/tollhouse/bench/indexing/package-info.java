/**
 * Audit records, by Kafka and past it, into an Elasticsearch.
 *
 * <p>Rule of this room: both ways carry the same bytes into indices of the same template, and how long either took is told by whoever
 * asked for it.
 *
 * <p>May import: Kafka's clients, {@code java.net.http}, {@code consumer.document}, {@code contract}'s {@code audit} and
 * {@code settings}, Jackson. {@code RoomsTest}
 * holds it.
 */
@NullMarked
package io.tollhouse.bench.indexing;

import org.jspecify.annotations.NullMarked;
