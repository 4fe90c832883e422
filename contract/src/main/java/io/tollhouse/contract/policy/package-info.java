/**
 * What a policy says, as records, and the strict reader of the document it is written in.
 *
 * <p>Rule of this room: a document is taken as a whole or refused with every problem, each with its line and key; what the
 * language has and this version cannot enforce is refused too, and says so. Values only: no I/O, nothing mutable.
 *
 * <p>May import: {@code contract.address}, {@code contract.yaml} and the JDK. Must not import: any other room, Jackson,
 * Netty, Kafka, SLF4J.
 */
@NullMarked
package io.tollhouse.contract.policy;

import org.jspecify.annotations.NullMarked;
