package io.tollhouse.proxy.listen;

import java.time.Duration;

/**
 * How a node takes its leave.
 *
 * @param accept for how long it takes new connections still, so that whoever spreads them sees that it goes
 * @param limit for how long what is in flight may go on after that
 */
public record DrainTerms(Duration accept, Duration limit) {}
