/** Reads the files by which a fleet is run in containers, and holds them to their rules without an engine. */
@NullMarked
package io.tollhouse.local.containers;

import org.jspecify.annotations.NullMarked;
