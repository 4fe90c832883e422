/**
 * Keeps the policy in force: reads the policy topic, believes or refuses what stands there, and swaps one reference.
 *
 * <p>Rule of this room: nothing is judged before the topic was read to its end; what is not believed never replaces what is in
 * force, and the node says so. What stops something at once waits for no compilation, and is never lifted by what is missing.
 *
 * <p>May import: {@code process.kafka}, {@code process.lists}, {@code process.health}, {@code contract.decision}, {@code contract.policy},
 * {@code contract.overlay}, {@code contract.files}, {@code contract.fleet}, {@code contract.yaml}, {@code admin}'s
 * {@code LockdownSwitch}, Kafka's clients, Micrometer, SLF4J.
 * Must not import: Netty, anything else of another room.
 */
@NullMarked
package io.tollhouse.proxy.policy;

import org.jspecify.annotations.NullMarked;
