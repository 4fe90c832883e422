/**
 * A whole fleet on one machine: {@code ./tollhouse up}.
 *
 * <p>Rule of this room: reads the command line, wires the other rooms by hand, fixes the order of start and stop, and
 * speaks to people. Nothing else speaks to people.
 *
 * <p>May import: every other room of this module but {@code local.broker} and {@code local.demo}, {@code contract},
 * picocli.
 * {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.local;

import org.jspecify.annotations.NullMarked;
