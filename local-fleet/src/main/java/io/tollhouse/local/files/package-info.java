/**
 * Files and folders: whole trees, private files, files written as one step.
 *
 * <p>Rule of this room: symbolic links are never followed, and a reader sees a file whole or not at all.
 *
 * <p>May import: the JDK. Must not import any other room. {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.local.files;

import org.jspecify.annotations.NullMarked;
