/**
 * What tests of several areas need: the product's processes as children, with settings of a test's own making.
 *
 * <p>Rule of this room: nothing here knows what a test is about. Ports are free ones, files lie in a folder that the test gives.
 */
@NullMarked
package io.tollhouse.local.testing;

import org.jspecify.annotations.NullMarked;
