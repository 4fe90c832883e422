package io.tollhouse.contract.address;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.address.Special.Tier;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpecialRangesTest {

    /** Range, what it is from first to last address, what is below it and above it (- = public). */
    private static final String[] TABLE = {
        "0.0.0.0/8 NEVER - -",
        "10.0.0.0/8 PRIVATE - -",
        "100.64.0.0/10 PRIVATE - -",
        "100.100.100.200/32 METADATA PRIVATE PRIVATE",
        "127.0.0.0/8 NEVER - -",
        "168.63.129.16/32 METADATA - -",
        "169.254.0.0/16 NEVER - -",
        "169.254.0.23/32 METADATA NEVER NEVER",
        "169.254.42.42/32 METADATA NEVER NEVER",
        "169.254.169.123/32 METADATA NEVER NEVER",
        "169.254.169.253/32 METADATA NEVER METADATA",
        "169.254.169.254/32 METADATA METADATA NEVER",
        "169.254.170.2/32 METADATA NEVER NEVER",
        "169.254.170.23/32 METADATA NEVER NEVER",
        "172.16.0.0/12 PRIVATE - -",
        "192.0.0.0/24 NEVER - -",
        "192.0.0.192/32 METADATA NEVER NEVER",
        "192.0.2.0/24 NEVER - -",
        "192.31.196.0/24 RESERVED - -",
        "192.52.193.0/24 RESERVED - -",
        "192.88.99.0/24 NEVER - -",
        "192.168.0.0/16 PRIVATE - -",
        "192.175.48.0/24 RESERVED - -",
        "198.18.0.0/15 PRIVATE - -",
        "198.51.100.0/24 NEVER - -",
        "203.0.113.0/24 NEVER - -",
        "224.0.0.0/4 NEVER - NEVER",
        "240.0.0.0/4 NEVER NEVER -",
        "255.255.255.255/32 NEVER NEVER -",
        "::/128 NEVER - NEVER",
        "::1/128 NEVER NEVER NEVER",
        "::/96 NEVER - -",
        "::ffff:0:0:0/96 NEVER - -",
        "64:ff9b::/96 NEVER - -",
        "64:ff9b:1::/48 NEVER - -",
        "100::/64 NEVER - NEVER",
        "100:0:0:1::/64 NEVER NEVER -",
        "2001::/23 NEVER - -",
        "2001::/32 NEVER - NEVER",
        "2001:db8::/32 NEVER - -",
        "2002::/16 NEVER - -",
        "2620:4f:8000::/48 RESERVED - -",
        "3fff::/20 NEVER - -",
        "5f00::/16 NEVER - -",
        "fc00::/7 PRIVATE - -",
        "fd00:42::42/128 METADATA PRIVATE PRIVATE",
        "fd00:c1::a9fe:a9fe/128 METADATA PRIVATE PRIVATE",
        "fd00:100::100:200/128 METADATA PRIVATE PRIVATE",
        "fd00:a9fe:a9fe::1/128 METADATA PRIVATE PRIVATE",
        "fd00:ec2::/32 METADATA PRIVATE PRIVATE",
        "fd20:ce::254/128 METADATA PRIVATE PRIVATE",
        "fe80::/10 NEVER - NEVER",
        "fec0::/10 NEVER NEVER NEVER",
        "ff00::/8 NEVER NEVER -",
    };

    private record Row(Cidr range, Tier tier, String below, String above) {
        static Row of(String line) {
            var words = line.split(" ", -1);
            try {
                return new Row(Cidr.parse(words[0]), Tier.valueOf(words[1]), words[2], words[3]);
            } catch (MalformedHost e) {
                throw new AssertionError(line, e);
            }
        }
    }

    static Stream<Row> rows() {
        return Arrays.stream(TABLE).map(Row::of);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void everyRangeIsWhatTheTableSaysAndNotOneAddressMore(Row row) {
        var network = row.range;
        var first = new BigInteger(1, network.network().bytes());
        var size = BigInteger.ONE.shiftLeft(network.network().width() - network.length());
        var last = first.add(size).subtract(BigInteger.ONE);

        assertThat(tier(address(first, network))).isEqualTo(row.tier.name());
        assertThat(tier(address(last, network))).isEqualTo(row.tier.name());
        if (first.signum() > 0) {
            assertThat(tier(address(first.subtract(BigInteger.ONE), network))).isEqualTo(row.below);
        }
        if (last.bitCount() < network.network().width()) {
            assertThat(tier(address(last.add(BigInteger.ONE), network))).isEqualTo(row.above);
        }
    }

    /** What it must be then is told by this test's own table, not by the one that is tested. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void oneBitOffIsAnotherNetwork(Row row) {
        var first = new BigInteger(1, row.range.network().bytes());
        int width = row.range.network().width();
        for (int bit = width - row.range.length(); bit < width; bit++) {
            var neighbour = address(first.flipBit(bit), row.range);
            var expected = rows().filter(other -> other.range.contains(neighbour.unmapped()))
                    .map(Row::tier)
                    .min(Comparator.naturalOrder());

            assertThat(tier(neighbour))
                    .as(neighbour.text())
                    .isEqualTo(expected.map(Tier::name).orElse("-"));
        }
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "metadata.google.internal, METADATA",
        "METADATA.Google.Internal., METADATA",
        "metadata, METADATA",
        "metadata.goog, METADATA",
        "instance-data, METADATA",
        "instance-data.ec2.internal, METADATA",
        "metadata.tencentyun.com, METADATA",
        "api.metadata.cloud.ibm.com, METADATA",
        "rancher-metadata, METADATA",
        "localhost, NEVER",
        "foo.localhost, NEVER",
        "a.b.localhost, NEVER",
        "localhost.localdomain, NEVER",
        "ip6-localhost, NEVER",
        "ip6-loopback, NEVER",
        "searxng, PRIVATE",
        "com, PRIVATE",
        "search.internal, PRIVATE",
        "x.metadata.google.internal, PRIVATE",
        "printer.local, PRIVATE",
        "web.default.svc, PRIVATE",
        "web.default.svc.cluster.local, PRIVATE",
        "kubernetes.default, PRIVATE",
        "kubernetes.default.example, PRIVATE",
        "host.docker.internal, PRIVATE",
        "gateway.docker.internal, PRIVATE",
        "xmetadata.goog, -",
        "metadata.goog.example, -",
        "notlocalhost.example, -",
        "localhost.example, -",
        "internal.example, -",
        "xinternal.com, -",
        "kubernetes.defaults.example, -",
        "demo.tollhouse.test, -",
        "127.0.0.1, -",
    })
    void specialNamesAreKnownBeforeAnythingIsResolved(String name, String expected) throws MalformedHost {
        assertThat(name(SpecialNames.of(Host.parse(name)))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "10.0.0.0/8",
                "10.20.0.0/16",
                "10.0.0.1/32",
                "fd00::/8",
                "fc00::/7",
                "100.64.0.0/10",
                "198.18.0.0/15"
            })
    void privateNetworksCanBeOpened(String network) throws MalformedHost {
        assertThat(SpecialRanges.isPrivate(Cidr.parse(network))).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "0.0.0.0/0",
                "8.0.0.0/6",
                "127.0.0.0/8",
                "169.254.0.0/16",
                "93.184.215.0/24",
                "::/0",
                "fe80::/10",
                "f000::/4"
            })
    void nothingElseCan(String network) throws MalformedHost {
        assertThat(SpecialRanges.isPrivate(Cidr.parse(network))).isFalse();
    }

    private static IpAddress address(BigInteger bits, Cidr like) {
        int length = like.network().width() / 8;
        var bytes = new byte[length];
        var raw = bits.toByteArray();
        int copied = Math.min(raw.length, length);
        System.arraycopy(raw, raw.length - copied, bytes, length - copied, copied);
        return IpAddress.of(Arrays.copyOf(bytes, length));
    }

    private static String tier(IpAddress address) {
        return name(SpecialRanges.of(address));
    }

    private static String name(@Nullable Special special) {
        return special == null ? "-" : special.tier().name();
    }
}
