package io.tollhouse.proxy.surroundings;

import io.tollhouse.contract.address.Cidr;
import io.tollhouse.contract.address.Host;
import io.tollhouse.contract.address.IpAddress;
import io.tollhouse.contract.address.MalformedHost;
import io.tollhouse.contract.decision.Surroundings;
import io.tollhouse.contract.decision.Surroundings.Guarded;
import io.tollhouse.contract.settings.HostPort;
import io.tollhouse.process.kafka.KafkaDesk;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects the surroundings of a node. Safe from any thread. */
public final class NodeSurroundings {
    private static final Logger LOG = LoggerFactory.getLogger(NodeSurroundings.class);
    private static final List<IpAddress> LOOPBACK = List.of(IpAddress.v4(0x7f00_0001L), IpAddress.v6(0, 1));

    private final List<HostPort> bootstrap;
    private final List<Cidr> nat64;
    private final boolean allowLoopbackRoutes;
    private final Names names;
    private volatile List<InetSocketAddress> listeners = List.of();
    private volatile List<HostPort> brokers = List.of();
    private volatile Set<IpAddress> own;

    public NodeSurroundings(List<HostPort> bootstrap, List<Cidr> nat64, boolean allowLoopbackRoutes) {
        this(bootstrap, nat64, allowLoopbackRoutes, Names.ofTheSystem());
    }

    NodeSurroundings(List<HostPort> bootstrap, List<Cidr> nat64, boolean allowLoopbackRoutes, Names names) {
        this.bootstrap = List.copyOf(bootstrap);
        this.nat64 = List.copyOf(nat64);
        this.allowLoopbackRoutes = allowLoopbackRoutes;
        this.names = names;
        this.own = Interfaces.addresses(Set.of());
    }

    /** Where the node listens. */
    public void listensOn(List<InetSocketAddress> addresses) {
        listeners = List.copyOf(addresses);
    }

    /** Looks again at interfaces, brokers and names. Blocks for some seconds at most; says whether Kafka answered. */
    public boolean refresh(KafkaDesk desk) throws InterruptedException {
        own = Interfaces.addresses(own);
        names.refresh();
        try {
            brokers = desk.brokers();
            return true;
        } catch (KafkaTrouble e) {
            return false; // the feed says so; the brokers that were known stay guarded
        }
    }

    /** The surroundings now. Waits a second at most for names that were never asked for. */
    public Surroundings with(List<String> protectedParts) {
        var endpoints = Stream.of(bootstrap, brokers, parse(protectedParts))
                .flatMap(Collection::stream)
                .collect(Collectors.toSet());
        var guarded = new HashSet<Guarded>();
        var hosts = new HashSet<Host>();
        listeners.forEach(listener -> guardListener(listener, guarded));
        var byName = new HashSet<HostPort>();
        for (var endpoint : endpoints) {
            literal(endpoint)
                    .ifPresentOrElse(
                            address -> guarded.add(new Guarded(address, endpoint.port())), () -> byName.add(endpoint));
        }
        guardNames(byName, guarded, hosts);
        return new Surroundings(own, guarded, hosts, nat64, allowLoopbackRoutes);
    }

    private void guardNames(Set<HostPort> endpoints, Set<Guarded> guarded, Set<Host> hosts) {
        var addresses = names.addresses(endpoints.stream().map(HostPort::host).collect(Collectors.toSet()));
        for (var endpoint : endpoints) {
            host(endpoint).ifPresent(hosts::add);
            for (var address : addresses.getOrDefault(endpoint.host(), Set.of())) {
                guarded.add(new Guarded(address, endpoint.port()));
            }
        }
    }

    private static void guardListener(InetSocketAddress listener, Set<Guarded> guarded) {
        var address = listener.getAddress();
        if (address.isAnyLocalAddress()) {
            LOOPBACK.forEach(loopback -> guarded.add(new Guarded(loopback, listener.getPort())));
        } else {
            guarded.add(new Guarded(IpAddress.of(address.getAddress()), listener.getPort()));
        }
    }

    private static List<HostPort> parse(List<String> texts) {
        var parts = new ArrayList<HostPort>();
        for (var text : texts) {
            HostPort.parse(text)
                    .ifPresentOrElse(
                            parts::add, () -> LOG.warn("a protected part is passed over, it is not host:port"));
        }
        return parts;
    }

    private static Optional<IpAddress> literal(HostPort endpoint) {
        try {
            return Optional.of(IpAddress.parse(endpoint.host()));
        } catch (MalformedHost e) {
            return Optional.empty();
        }
    }

    private static Optional<Host> host(HostPort endpoint) {
        try {
            return Optional.of(Host.parse(endpoint.host()));
        } catch (MalformedHost e) {
            LOG.warn("{} is guarded by its addresses only: as a name it {}", endpoint, e.reason());
            return Optional.empty();
        }
    }
}
