/** Tests of a node's parts, and of a whole node, against a real broker. */
@NullMarked
package io.tollhouse.local.node;

import org.jspecify.annotations.NullMarked;
