/**
 * The HTTP API on {@code listen.api}: audit search and tail, gaps, the comparison of topic and index, the retry of dead letters, health and
 * metrics.
 *
 * <p>Rule of this room: parameters are read strictly and wrong ones are told by name; it decides nothing else.
 *
 * <p>May import: {@code consumer.search}, {@code consumer.query}, {@code consumer.tail}, {@code consumer.retry}, {@code
 * consumer.reindex}, {@code consumer.comparison}, {@code consumer.slice}, {@code consumer.progress}, {@code process.health}, Javalin, Jetty, Jackson,
 * SLF4J. Must not import any other room, Kafka, the Elasticsearch client. {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.consumer.api;

import org.jspecify.annotations.NullMarked;
