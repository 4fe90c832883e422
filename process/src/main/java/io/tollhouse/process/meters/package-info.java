/**
 * What is measured of any process: its JVM, its threads and memory, its open files.
 *
 * <p>Rule of this room: nothing here is about Tollhouse; each process registers what it alone counts.
 *
 * <p>May import: Micrometer. Must not import: any other room. {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.process.meters;

import org.jspecify.annotations.NullMarked;
