/**
 * Names and addresses, parsed once at the edge into canonical values; inside, nobody normalises again.
 *
 * <p>Rule of this room: one parser for every place where a host is written (authority, URL, SNI, Host field, policy);
 * what is not canonical is refused, never interpreted. No DNS, no I/O, nothing mutable.
 *
 * <p>May import: the JDK and ICU4J. Must not import: any other room, Netty, Kafka, SLF4J.
 */
@NullMarked
package io.tollhouse.contract.address;

import org.jspecify.annotations.NullMarked;
