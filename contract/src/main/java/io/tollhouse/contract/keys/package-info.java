/**
 * By what the processes and people of one fleet know each other, made as files: its id, its signing key, tokens, secrets.
 *
 * <p>Rule of this room: what is there is kept; what is secret is readable by its owner only, and stands elsewhere only as a
 * hash.
 *
 * <p>May import: {@code contract.files}, {@code contract.fleet}, {@code contract.settings} and the JDK. Must not import any
 * other room. {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.contract.keys;

import org.jspecify.annotations.NullMarked;
