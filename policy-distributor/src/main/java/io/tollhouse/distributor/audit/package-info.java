/**
 * Asks the audit consumer, the only one who knows the index, on behalf of whoever may.
 *
 * <p>Rule of this room: what is asked and what is answered pass through unread. The consumer being away is an answer, too.
 *
 * <p>May import: the JDK. Must not import: any other room. {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.distributor.audit;

import org.jspecify.annotations.NullMarked;
