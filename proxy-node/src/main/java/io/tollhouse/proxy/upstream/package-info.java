/**
 * Reaches destinations: resolves names, dials addresses that were judged, and copies bytes.
 *
 * <p>Rule of this room: exactly an address that was judged is dialled, by its bytes; nothing here resolves a name twice or
 * dials a name. It decides nothing.
 *
 * <p>May import: {@code contract.address}, Netty, Micrometer, SLF4J, the JDK's TLS and socket options. Must not import: any
 * other room, Kafka.
 */
@NullMarked
package io.tollhouse.proxy.upstream;

import org.jspecify.annotations.NullMarked;
