/**
 * Tests of a whole fleet whose parts go away and come back by themselves.
 *
 * <p>Rule of this room: one fleet for each class; a test leaves every part running and the policy in force.
 */
@NullMarked
package io.tollhouse.local.outages;

import org.jspecify.annotations.NullMarked;
