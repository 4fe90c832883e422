/**
 * Asks running parts how they are, over HTTP and plain connections.
 *
 * <p>Rule of this room: every question has a limit in time and in size of the answer, and a failure is an answer.
 *
 * <p>May import: the JDK and Jackson. Must not import any other room. {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.local.probe;

import org.jspecify.annotations.NullMarked;
