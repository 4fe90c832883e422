/**
 * What was published: the revision in force and all that were before, as far as they can be believed.
 *
 * <p>Rule of this room: every record is verified before it counts, and one that is not believed changes nothing but what is said
 * of it. Nothing here writes.
 *
 * <p>May import: {@code distributor.follow}, {@code process.health}, {@code process.kafka}, {@code process.lists}, {@code contract.fleet},
 * {@code contract.yaml}, {@code contract.policy}, Kafka's records, SLF4J. Must not import: any other room. {@code RoomsTest}
 * holds it.
 */
@NullMarked
package io.tollhouse.distributor.policy;

import org.jspecify.annotations.NullMarked;
