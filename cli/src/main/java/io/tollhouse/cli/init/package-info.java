/**
 * The files of a new fleet, one folder for each kind of process that reads them.
 *
 * <p>Rule of this room: whoever reads one folder learns nothing of what stands in the others; what is there is kept.
 *
 * <p>May import: {@code contract.files}, {@code contract.keys}, {@code contract.settings} and the JDK. Must not import any
 * other room. {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.cli.init;

import org.jspecify.annotations.NullMarked;
