/** The command line, run in this JVM against a fake distributor. */
@NullMarked
package io.tollhouse.cli;

import org.jspecify.annotations.NullMarked;
