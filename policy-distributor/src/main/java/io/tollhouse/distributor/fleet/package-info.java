/**
 * Who is in the fleet, and who has acted on which record of the policy topic, as nodes say it on the fleet topic.
 *
 * <p>Rule of this room: time is the brokers'. What a node says is kept as it was said, within bounds, and nothing here decides.
 *
 * <p>May import: {@code distributor.follow}, {@code contract.fleet}, Kafka's records, SLF4J. Must not import: any other room.
 * {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.distributor.fleet;

import org.jspecify.annotations.NullMarked;
