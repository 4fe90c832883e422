/**
 * Speaks with clients: reads requests strictly, answers them, and carries tunnels.
 *
 * <p>Rule of this room: what a client asks for is parsed once, here, into a canonical destination; inside, nobody parses or
 * normalises again. Everything that a client can make longer, slower or more is bounded.
 *
 * <p>May import: {@code proxy.identity}, {@code proxy.judge}, {@code proxy.upstream}, {@code contract.decision},
 * {@code contract.address}, {@code contract.policy}, Netty, Micrometer, SLF4J. Must not import: {@code proxy.policy},
 * {@code proxy.ledger}, Kafka.
 */
@NullMarked
package io.tollhouse.proxy.listen;

import org.jspecify.annotations.NullMarked;
