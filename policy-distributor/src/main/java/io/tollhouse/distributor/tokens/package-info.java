/**
 * Who may use the API: tokens by their hashes, from a file that is read again when it changes.
 *
 * <p>Rule of this room: no token is kept, printed or compared in clear; a file that cannot be read changes nothing.
 *
 * <p>May import: {@code process.health}, {@code contract.yaml}, {@code contract.fleet} for its digest, SLF4J. Must not import:
 * any other room. {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.distributor.tokens;

import org.jspecify.annotations.NullMarked;
