package io.tollhouse.distributor.tokens;

/**
 * Who asks.
 *
 * @param name of the token
 */
public record Caller(String name, Role role) {}
