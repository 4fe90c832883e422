/**
 * Takes one request its way: judges its name, has it recorded, resolves, judges every address, has it admitted, and says
 * when its first byte may go out. {@code RequestFlow} is that way.
 *
 * <p>Rule of this room: nothing that a client chose leaves before the record of it is held. One event loop owns a request
 * from its first byte to its outcome; what arrives on another thread hops back before it touches anything.
 *
 * <p>May import: {@code proxy.upstream}, {@code contract.decision}, {@code contract.audit}, {@code contract.address},
 * {@code contract.policy}, {@code contract.overlay}, Netty, Micrometer, SLF4J. Must not import: {@code proxy.listen}, {@code proxy.policy},
 * {@code proxy.ledger}, Kafka.
 */
@NullMarked
package io.tollhouse.proxy.judge;

import org.jspecify.annotations.NullMarked;
