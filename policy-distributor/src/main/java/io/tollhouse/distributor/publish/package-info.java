/**
 * Publishes policies and kills: checks them, holds the fence, and writes to the policy topic and its history in one transaction.
 *
 * <p>Rule of this room: nobody writes without the fence, and nobody who holds it writes before everything that is committed was
 * read. A commit whose outcome is unknown is looked up, never assumed. Every wait has a limit.
 *
 * <p>May import: {@code distributor.follow}, {@code distributor.policy}, {@code process.kafka}, {@code contract.decision},
 * {@code contract.policy}, {@code contract.overlay}, {@code contract.fleet}, {@code contract.yaml}, Kafka's clients, SLF4J.
 * Must not import: any other room. {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.distributor.publish;

import org.jspecify.annotations.NullMarked;
