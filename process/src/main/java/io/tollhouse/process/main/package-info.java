/**
 * The life of a process around its own parts: flags, settings, start, and the end that it is told.
 *
 * <p>Rule of this room: only here is a process ended, and what it says then is a sentence. It knows of no process what that
 * one is for.
 *
 * <p>May import: {@code process.health}, {@code contract.settings}, SLF4J. Must not import: any other room. {@code RoomsTest}
 * holds it.
 */
@NullMarked
package io.tollhouse.process.main;

import org.jspecify.annotations.NullMarked;
