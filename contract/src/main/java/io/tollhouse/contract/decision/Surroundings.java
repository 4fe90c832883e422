package io.tollhouse.contract.decision;

import io.tollhouse.contract.address.Cidr;
import io.tollhouse.contract.address.Host;
import io.tollhouse.contract.address.IpAddress;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a node knows of itself and its fleet, and never lets an agent reach.
 *
 * @param own addresses of the node's interfaces, refused on every port; loopback is left out, since it is refused anyhow,
 *     and routes may lead there
 * @param guarded listeners, advertised addresses, brokers and what the manifest protects
 * @param names names of the same, refused on every port
 * @param nat64 prefixes of 32, 40, 48, 56, 64 or 96 bits (RFC 6052) whose addresses are judged by the IPv4 address in them
 * @param allowLoopbackRoutes whether routes may lead to loopback
 */
public record Surroundings(
        Set<IpAddress> own, Set<Guarded> guarded, Set<Host> names, List<Cidr> nat64, boolean allowLoopbackRoutes) {

    /**
     * An address that belongs to the fleet.
     *
     * @param port 0 = every port
     */
    public record Guarded(IpAddress address, int port) {
        /** Refuses what is no port. */
        public Guarded {
            if (port < 0 || port > 65535) {
                throw new IllegalArgumentException("port out of range: " + port);
            }
        }
    }

    private static final Set<Integer> NAT64_LENGTHS = Set.of(32, 40, 48, 56, 64, 96);

    /** Copies; refuses a NAT64 prefix of a length that RFC 6052 does not have. */
    public Surroundings {
        for (var prefix : nat64) {
            if (!prefix.network().isV6() || !NAT64_LENGTHS.contains(prefix.length())) {
                throw new IllegalArgumentException("no NAT64 prefix of 32, 40, 48, 56, 64 or 96 bits: " + prefix);
            }
        }
        own = own.stream().filter(address -> !address.isLoopback()).collect(Collectors.toUnmodifiableSet());
        guarded = Set.copyOf(guarded);
        names = Set.copyOf(names);
        nat64 = List.copyOf(nat64);
    }

    /** Nothing is known: for judging a policy away from a node. */
    public static Surroundings none() {
        return new Surroundings(Set.of(), Set.of(), Set.of(), List.of(), false);
    }
}
