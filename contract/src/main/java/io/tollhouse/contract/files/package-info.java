/**
 * Files that are written as one step.
 *
 * <p>Rule of this room: a reader sees a file whole or not at all, and what is private is so from its first moment on.
 *
 * <p>May import: the JDK. Must not import any other room. {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.contract.files;

import org.jspecify.annotations.NullMarked;
