package io.tollhouse.proxy.surroundings;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.address.Host;
import io.tollhouse.contract.address.IpAddress;
import io.tollhouse.contract.address.MalformedHost;
import io.tollhouse.contract.decision.Surroundings.Guarded;
import io.tollhouse.contract.settings.HostPort;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class NodeSurroundingsTest {
    private final Map<String, Set<IpAddress>> zone = new ConcurrentHashMap<>();
    private final Names names = new Names(name -> zone.getOrDefault(name, Set.of()));

    private NodeSurroundings node(HostPort... bootstrap) {
        return new NodeSurroundings(List.of(bootstrap), List.of(), false, names);
    }

    private static IpAddress ip(String text) throws MalformedHost {
        return IpAddress.parse(text);
    }

    private static Guarded guarded(String address, int port) throws MalformedHost {
        return new Guarded(ip(address), port);
    }

    private static InetSocketAddress listener(byte[] address, int port) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByAddress(address), port);
    }

    @Test
    void addressesOfTheFleetAreGuardedWithTheirPorts() throws Exception {
        var surroundings = node(new HostPort("10.0.0.5", 9092)).with(List.of("10.0.0.6:8080", "[fd00::7]:9200"));

        assertThat(surroundings.guarded())
                .containsExactlyInAnyOrder(
                        guarded("10.0.0.5", 9092), guarded("10.0.0.6", 8080), guarded("fd00::7", 9200));
        assertThat(surroundings.names()).isEmpty();
    }

    @Test
    void namesOfTheFleetAreGuardedAsNamesAndAtEachOfTheirAddresses() throws Exception {
        zone.put("kafka.corp", Set.of(ip("10.0.0.5"), ip("10.0.0.6")));

        var surroundings = node(new HostPort("kafka.corp", 9092)).with(List.of());

        assertThat(surroundings.names()).containsExactly(Host.parse("kafka.corp"));
        assertThat(surroundings.guarded())
                .containsExactlyInAnyOrder(guarded("10.0.0.5", 9092), guarded("10.0.0.6", 9092));
    }

    @Test
    void aNameThatHasNoAddressNowKeepsThoseItHad() throws Exception {
        zone.put("kafka.corp", Set.of(ip("10.0.0.5")));
        var node = node(new HostPort("kafka.corp", 9092));
        node.with(List.of());

        zone.clear();
        names.refresh();

        assertThat(node.with(List.of()).guarded()).containsExactly(guarded("10.0.0.5", 9092));
    }

    @Test
    void aNameThatMovedIsGuardedAtItsNewAddressAfterARefresh() throws Exception {
        zone.put("kafka.corp", Set.of(ip("10.0.0.5")));
        var node = node(new HostPort("kafka.corp", 9092));
        node.with(List.of());

        zone.put("kafka.corp", Set.of(ip("10.0.0.9")));
        names.refresh();

        assertThat(node.with(List.of()).guarded()).containsExactly(guarded("10.0.0.9", 9092));
    }

    @Test
    void aResolverThatHangsDelaysAPolicyByASecondOnly() {
        var never = new CountDownLatch(1);
        var hanging = new Names(name -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Set.of();
        });
        var node = new NodeSurroundings(List.of(new HostPort("kafka.corp", 9092)), List.of(), false, hanging);

        long began = System.nanoTime();
        var surroundings = node.with(List.of());

        assertThat((System.nanoTime() - began) / 1_000_000).isLessThan(3_000);
        assertThat(surroundings.names()).hasSize(1);
        assertThat(surroundings.guarded()).isEmpty();
        never.countDown();
    }

    @Test
    void ownListenersAreGuardedAndThoseOnEveryAddressAlsoOnLoopback() throws Exception {
        var node = node();
        node.listensOn(List.of(listener(new byte[] {127, 0, 0, 1}, 9100), listener(new byte[4], 3128)));

        assertThat(node.with(List.of()).guarded())
                .containsExactlyInAnyOrder(
                        guarded("127.0.0.1", 9100), guarded("127.0.0.1", 3128), guarded("::1", 3128));
    }

    @Test
    void whatIsNotHostAndPortOpensNothingElse() throws Exception {
        assertThat(node().with(List.of("nonsense", "10.0.0.6:8080")).guarded())
                .containsExactly(guarded("10.0.0.6", 8080));
    }
}
