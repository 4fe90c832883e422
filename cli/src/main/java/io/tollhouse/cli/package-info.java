/**
 * The command line {@code tollhouse}: one class for each command, wired by hand in {@link io.tollhouse.cli.Tollhouse}.
 *
 * <p>Rule of this room: a command reads its arguments, asks, prints, and says with its exit code how it went; every trouble is
 * one or a few plain sentences on standard error.
 *
 * <p>May import: its rooms, {@code contract.policy}, {@code contract.decision}, {@code contract.yaml}, {@code contract.keys},
 * {@code contract.fleet}, {@code contract.settings}, picocli and Jackson's trees. {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.cli;

import org.jspecify.annotations.NullMarked;
