/**
 * What the processes of a fleet tell each other over Kafka: topics with the rights on them, signed manifests, the status of a
 * node.
 *
 * <p>Rule of this room: formats only. Bytes come in and go out, nothing here connects to anything; what is not signed by a
 * trusted key for this fleet never becomes a value.
 *
 * <p>May import: {@code contract.overlay}, Jackson and the JDK. Must not import Kafka or any other room. {@code RoomsTest} holds it.
 */
@NullMarked
package io.tollhouse.contract.fleet;

import org.jspecify.annotations.NullMarked;
