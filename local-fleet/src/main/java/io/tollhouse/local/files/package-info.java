/**
 * Folders with all that is in them.
 *
 * <p>Rule of this room: symbolic links are never followed.
 *
 * <p>May import: the JDK. Must not import any other room. {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.local.files;

import org.jspecify.annotations.NullMarked;
