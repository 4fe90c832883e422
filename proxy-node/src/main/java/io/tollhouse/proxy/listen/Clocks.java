package io.tollhouse.proxy.listen;

import java.time.Duration;

/**
 * How long the node waits for others.
 *
 * @param head of a request, from its first byte or from the connection's beginning; also for the taking of a refusal, and for
 *     the next request where none before was of anybody known
 * @param keepAlive for the next request on a connection
 * @param hello for the first bytes of a tunnel
 * @param response for the head of a response, and for a body that stands still before it
 * @param silence of a tunnel, or of a response that has begun
 */
record Clocks(Duration head, Duration keepAlive, Duration hello, Duration response, Duration silence) {
    static final Clocks DEFAULT = new Clocks(
            Duration.ofSeconds(10),
            Duration.ofMinutes(5),
            Duration.ofSeconds(10),
            Duration.ofMinutes(15),
            Duration.ofHours(1));
}
