/**
 * Tests of a whole fleet as {@code ./tollhouse up} starts it, through the doors that people and agents use.
 *
 * <p>Rule of this room: one fleet for each class, since a start takes seconds; a test leaves the policy in force that it
 * found, no kill, and every part running.
 */
@NullMarked
package io.tollhouse.local.fleet;

import org.jspecify.annotations.NullMarked;
