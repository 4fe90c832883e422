/**
 * Starts, watches and ends child processes: class paths, class-data archives, pid files, logs.
 *
 * <p>Rule of this room: a child is tied to us by its standard input, is ended by signals and bounded waits, and no child
 * outlives us. Knows nothing of what the children are.
 *
 * <p>May import: the JDK. Must not import any other room. {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.local.process;

import org.jspecify.annotations.NullMarked;
