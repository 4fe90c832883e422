/**
 * Speaks to the distributor: finds where its API is and asks it, as {@code docs/api.md} says.
 *
 * <p>Rule of this room: every trouble is an {@link io.tollhouse.cli.api.ApiException} whose message tells people what to do; a
 * token goes only to the API that it is for, and every answer is bounded. The JDK's old HTTP client, since it starts in a
 * tenth of the time of the new one.
 *
 * <p>May import: {@code contract.settings}, {@code contract.yaml}, Jackson and the JDK. Must not import any other room.
 * {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.cli.api;

import org.jspecify.annotations.NullMarked;
