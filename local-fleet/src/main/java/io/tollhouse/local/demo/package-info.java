/**
 * The demonstration destination: a small server that shows what arrived at it, as a process of its own.
 *
 * <p>Rule of this room: stands for some server on the internet, so it knows nothing of Tollhouse, and nobody imports it;
 * others start its main class.
 *
 * <p>May import: {@code contract.settings} (to end with its parent) and the JDK. {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.local.demo;

import org.jspecify.annotations.NullMarked;
