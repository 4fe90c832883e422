package io.tollhouse.proxy.judge;

import io.tollhouse.contract.address.IpAddress;

/**
 * Where a connection comes from.
 *
 * @param port 0 to 65535
 */
public record Client(IpAddress address, int port) {}
