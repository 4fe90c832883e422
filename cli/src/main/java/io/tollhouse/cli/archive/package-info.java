/**
 * Archives of closed days as files: written once, checked against their signed manifest when they are read.
 *
 * <p>Rule of this room: documents pass through byte for byte, one at a time; an archive is there whole or not at all, and none is ever
 * written over.
 *
 * <p>May import: {@code contract.files}, {@code contract.fleet} and the JDK. Must not import any other room. {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.cli.archive;

import org.jspecify.annotations.NullMarked;
