/**
 * Prints: results on standard output, what people should know on standard error, as aligned columns, JSON or YAML.
 *
 * <p>Rule of this room: nothing that came from elsewhere reaches a terminal with its control characters; colours and cut lines
 * are for terminals only, so that a script sees everything.
 *
 * <p>May import: Jackson and the JDK. Must not import any other room. {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.cli.output;

import org.jspecify.annotations.NullMarked;
