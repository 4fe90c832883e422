/**
 * Brings the list files of published documents back from the chunks they travel in.
 *
 * <p>Rule of this room: a chunk is what has its hash. Where it is said to stand is only where to look first, and bytes that do not
 * fit are as good as none; so a list is whole and right, or it is not there.
 *
 * <p>May import: {@code process.kafka}, {@code contract.fleet}, {@code contract.policy}, Kafka's clients. Must not import: any
 * other room. {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.process.lists;

import org.jspecify.annotations.NullMarked;
