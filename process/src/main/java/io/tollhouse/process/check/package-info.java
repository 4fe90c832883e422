/**
 * Asks another process of this machine whether it is ready, as a program of its own.
 *
 * <p>Rule of this room: one question, with a limit in time and size; the answer is an exit code and a line.
 *
 * <p>May import: the JDK. Must not import: any other room, SLF4J, Kafka. {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.process.check;

import org.jspecify.annotations.NullMarked;
