/**
 * Tunnels, with both of their ends: an agent, and where it wants to go.
 *
 * <p>Rule of this room: plain sockets, so that nothing but the node between the two ends is measured.
 *
 * <p>May import: {@code contract.settings}, the JDK's TLS. {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.bench.tunnel;

import org.jspecify.annotations.NullMarked;
