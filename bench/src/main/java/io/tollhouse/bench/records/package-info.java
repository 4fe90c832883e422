/**
 * What it costs an event loop to have a request on record.
 *
 * <p>Rule of this room: the node's own ledger, on a real disk; nobody takes records away.
 *
 * <p>May import: {@code proxy.ledger}, {@code proxy.judge}, {@code proxy.listen}, {@code proxy.identity}, {@code process.health}, {@code process.kafka}, {@code contract}, Micrometer, JMH.
 * {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.bench.records;

import org.jspecify.annotations.NullMarked;
