/**
 * How a process is: what is wrong with each of its parts, in words.
 *
 * <p>Rule of this room: each part says of itself what is wrong and takes it back; nobody else does, except of a thread that
 * died. No I/O.
 *
 * <p>May import: SLF4J and the JDK. Must not import: any other room, Netty, Kafka. {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.process.health;

import org.jspecify.annotations.NullMarked;
