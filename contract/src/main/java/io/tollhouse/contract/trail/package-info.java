/**
 * Whether a trail is whole: what can be told from its records alone, by whoever has them.
 *
 * <p>Rule of this room: it believes the bytes of a record and nothing else, neither the place where it was stored nor the order in which
 * it comes; what it holds in memory is bounded.
 *
 * <p>May import: {@code contract.audit}, {@code contract.fleet}, Jackson's streaming core and the JDK. Must not import any other room. {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.contract.trail;

import org.jspecify.annotations.NullMarked;
