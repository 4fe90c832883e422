/**
 * What becomes of a record in Elasticsearch: in which index it stands, under which id, with which bytes; and the envelope
 * that stands for bytes which cannot be indexed.
 *
 * <p>Rule of this room: pure functions of the bytes and of their place on the topic. No I/O, clock or threads.
 *
 * <p>May import: {@code contract.audit}, Jackson's streaming core. Must not import any other room, Kafka, the Elasticsearch
 * client. {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.consumer.document;

import org.jspecify.annotations.NullMarked;
