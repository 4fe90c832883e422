/**
 * Reads a document that people write into a small tree in which every node knows its line, and reports all that is wrong
 * with it at once.
 *
 * <p>Rule of this room: bounded in bytes, depth and problems whatever the input is; scalars stay text, since their type
 * depends on the key and is decided by whoever reads it.
 *
 * <p>May import: the JDK and snakeyaml-engine (its events only). Must not import any other room. {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.contract.yaml;

import org.jspecify.annotations.NullMarked;
