/** Tests of what terminals see. */
@NullMarked
package io.tollhouse.cli.output;

import org.jspecify.annotations.NullMarked;
