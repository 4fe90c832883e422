/**
 * The documents of the project, run: the commands of the README on a fleet of their own, every YAML block by the parser of
 * what it shows.
 *
 * <p>Rule of this room: what is expected stands in the documents alone. A block that nothing here can run or parse is a
 * failure, not a block that is left out.
 */
@NullMarked
package io.tollhouse.local.docs;

import org.jspecify.annotations.NullMarked;
