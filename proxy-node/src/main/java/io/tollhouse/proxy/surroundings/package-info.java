/**
 * What a node knows of itself and its fleet, and never lets an agent reach: its own interfaces, its listeners, the brokers,
 * and what the manifest protects.
 *
 * <p>Rule of this room: what was known once stays guarded until something else is known, so that a name server or broker that
 * is away opens nothing.
 *
 * <p>May import: {@code process.kafka}, {@code contract.address}, {@code contract.decision}, {@code contract.settings}, SLF4J.
 * Must not import: Netty, Kafka's clients, any other room.
 */
@NullMarked
package io.tollhouse.proxy.surroundings;

import org.jspecify.annotations.NullMarked;
