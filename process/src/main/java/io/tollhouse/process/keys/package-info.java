/**
 * Which keys this process believes, as {@code policy.trusted-keys} has them while it runs.
 *
 * <p>Rule of this room: a folder that cannot be read takes no key away; it is a reason in health. Who judges what again when keys
 * change is each process's own affair.
 *
 * <p>May import: {@code process.health}, {@code contract.fleet}, SLF4J. Must not import: any other room, Netty, Kafka.
 * {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.process.keys;

import org.jspecify.annotations.NullMarked;
