package io.tollhouse.contract.address;

import io.tollhouse.contract.address.Special.Tier;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The table of special addresses.
 *
 * <p>Sources: IANA's registries of special-purpose and multicast addresses (IPv4 and IPv6, as of January 2026), the RFCs
 * named at the lines, and the cloud providers' pages on their metadata services. A range that is not in the table is
 * public.
 */
public final class SpecialRanges {

    private record Line(Cidr range, Special special) {}

    private static final List<Line> TABLE = List.of(
            // Metadata and other platform services. Those inside 169.254.0.0/16 stand here for their name's sake.
            metadata("169.254.169.254/32", "the metadata service of AWS, Azure, Google, Oracle and others"),
            metadata("169.254.170.2/32", "the credentials service of AWS ECS"),
            metadata("169.254.170.23/32", "the credentials service of AWS EKS"),
            metadata("169.254.169.253/32", "the resolver of AWS"),
            metadata("169.254.169.123/32", "the time service of AWS"),
            metadata("169.254.42.42/32", "the metadata service of Scaleway"),
            metadata("169.254.0.23/32", "the metadata service of Tencent"),
            metadata("100.100.100.200/32", "the metadata service of Alibaba"),
            metadata("168.63.129.16/32", "the platform service of Azure"),
            metadata("192.0.0.192/32", "the metadata service of Oracle"),
            metadata("fd00:ec2::/32", "the platform services of AWS"),
            metadata("fd00:100::100:200/128", "the metadata service of Alibaba"),
            metadata("fd00:c1::a9fe:a9fe/128", "the metadata service of Oracle"),
            metadata("fd20:ce::254/128", "the metadata service of Google"),
            metadata("fd00:42::42/128", "the metadata service of Scaleway"),
            metadata("fd00:a9fe:a9fe::1/128", "the metadata service of Akamai"),
            never("0.0.0.0/8", "this network (RFC 791)"), // and 0.0.0.0 dials loopback on Linux
            never("127.0.0.0/8", "loopback (RFC 1122)"),
            never("169.254.0.0/16", "link-local (RFC 3927)"),
            never("192.0.0.0/24", "IETF protocol assignments (RFC 6890)"),
            never("192.0.2.0/24", "documentation (RFC 5737)"),
            never("198.51.100.0/24", "documentation (RFC 5737)"),
            never("203.0.113.0/24", "documentation (RFC 5737)"),
            never("192.88.99.0/24", "the deprecated 6to4 relay (RFC 7526)"),
            never("224.0.0.0/4", "multicast (RFC 1112)"),
            never("240.0.0.0/4", "reserved (RFC 1112)"),
            never("255.255.255.255/32", "broadcast (RFC 919)"),
            never("::/96", "IPv4-compatible, unspecified or loopback (RFC 4291)"),
            never("::ffff:0:0:0/96", "IPv4-translated (RFC 2765)"),
            never("64:ff9b::/96", "NAT64 (RFC 6052)"),
            never("64:ff9b:1::/48", "NAT64 of local use (RFC 8215)"),
            never("100::/64", "discard (RFC 6666)"),
            never("100:0:0:1::/64", "the dummy prefix (RFC 9780)"),
            never("2001::/23", "IETF protocol assignments, Teredo among them (RFC 2928)"),
            never("2001:db8::/32", "documentation (RFC 3849)"),
            never("3fff::/20", "documentation (RFC 9637)"),
            never("2002::/16", "6to4 (RFC 3056)"),
            never("5f00::/16", "segment routing (RFC 9602)"),
            never("fe80::/10", "link-local (RFC 4291)"),
            never("fec0::/10", "site-local (RFC 3879)"),
            never("ff00::/8", "multicast (RFC 4291)"),
            own("10.0.0.0/8", "a private network (RFC 1918)"),
            own("172.16.0.0/12", "a private network (RFC 1918)"),
            own("192.168.0.0/16", "a private network (RFC 1918)"),
            own("100.64.0.0/10", "carrier-grade NAT (RFC 6598)"),
            own("198.18.0.0/15", "benchmarking (RFC 2544)"), // resolvers that make addresses up use it
            own("fc00::/7", "a private network (RFC 4193)"),
            reserved("192.31.196.0/24", "AS112 (RFC 7535)"),
            reserved("192.175.48.0/24", "AS112 (RFC 7534)"),
            reserved("192.52.193.0/24", "AMT (RFC 7450)"),
            reserved("2620:4f:8000::/48", "AS112 (RFC 7534)"));

    private static final Special ISATAP = new Special(Tier.RESERVED, "ISATAP (RFC 5214)");

    private SpecialRanges() {}

    private static Line metadata(String range, String what) {
        return new Line(cidr(range), new Special(Tier.METADATA, what));
    }

    private static Line never(String range, String what) {
        return new Line(cidr(range), new Special(Tier.NEVER, what));
    }

    private static Line own(String range, String what) {
        return new Line(cidr(range), new Special(Tier.PRIVATE, what));
    }

    private static Line reserved(String range, String what) {
        return new Line(cidr(range), new Special(Tier.RESERVED, what));
    }

    private static Cidr cidr(String text) {
        try {
            return Cidr.parse(text);
        } catch (MalformedHost e) {
            throw new IllegalStateException(text + " " + e.reason(), e);
        }
    }

    /**
     * The strictest thing that this address is, as it stands; null when it is public. An IPv4-mapped one is its IPv4
     * address. What else may stand inside it is to be asked for on its own ({@link EmbeddedIpv4}).
     */
    public static @Nullable Special of(IpAddress address) {
        var plain = address.unmapped();
        var found = EmbeddedIpv4.isIsatap(plain) ? ISATAP : null;
        for (int i = 0; i < TABLE.size(); i++) {
            var line = TABLE.get(i);
            if (line.range.contains(plain)) {
                found = found == null ? line.special : Special.stricter(found, line.special);
            }
        }
        return found;
    }

    /** Whether a network lies in one private range, so that a rule may open it. */
    public static boolean isPrivate(Cidr network) {
        return TABLE.stream().anyMatch(line -> line.special.tier() == Tier.PRIVATE && line.range.contains(network));
    }
}
