/**
 * Says who it is: the verified identity of a client.
 *
 * <p>Rule of this room: exactly one method per listener, so that leaving something out never makes an agent someone else. A
 * secret is compared in constant time and never kept, logged or shown.
 *
 * <p>May import: {@code contract.policy}, {@code contract.yaml}, Netty's HTTP headers and the JDK. Must not import any other
 * room.
 */
@NullMarked
package io.tollhouse.proxy.identity;

import org.jspecify.annotations.NullMarked;
