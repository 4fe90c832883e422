/**
 * What an audit record is: its fields, its bytes, its id, and the check that bytes are one.
 *
 * <p>Rule of this room: a record is at most 64 KiB by construction, since every value that a client chose is cut before it
 * is written; a secret, a header value or a query string has no field here.
 *
 * <p>May import: Jackson's streaming core and the JDK. Must not import any other room. {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.contract.audit;

import org.jspecify.annotations.NullMarked;
