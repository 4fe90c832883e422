/**
 * What a policy says, as records, and the strict reader of the document it is written in.
 *
 * <p>Rule of this room: a document is taken as a whole or refused with every problem, each with its line and key. It
 * takes the language whole; what a node cannot enforce of it is refused there, request by request. Values only: nothing mutable,
 * and no I/O but the class path (the list of public suffixes); the contents of files are handed in.
 *
 * <p>May import: {@code contract.address}, {@code contract.yaml} and the JDK. Must not import: any other room, Jackson,
 * Netty, Kafka, SLF4J.
 */
@NullMarked
package io.tollhouse.contract.policy;

import org.jspecify.annotations.NullMarked;
