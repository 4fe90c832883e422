/** The fake of the distributor, beside its client, and the tests of the client. */
@NullMarked
package io.tollhouse.cli.api;

import org.jspecify.annotations.NullMarked;
