/**
 * Brings a fleet that was started to the point where it serves: a policy in force on every node, and a record that was
 * found.
 *
 * <p>Rule of this room: goes through the doors that everyone uses, the API and a node; knows what is still missing, in
 * words, at any time; never gives up.
 *
 * <p>May import: {@code local.probe}, {@code contract.settings} (for the token), Jackson and the JDK. {@code RoomsTest}
 * holds it.
 */
@NullMarked
package io.tollhouse.local.opening;

import org.jspecify.annotations.NullMarked;
