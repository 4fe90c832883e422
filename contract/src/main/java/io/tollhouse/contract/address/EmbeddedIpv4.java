package io.tollhouse.contract.address;

import java.util.ArrayList;
import java.util.List;

/**
 * The IPv4 addresses that stand inside IPv6 addresses: what a packet to such an address may reach in the end. Every way of
 * reading that applies is given, since a guard must like all of them.
 */
public final class EmbeddedIpv4 {

    private static final int SIXTO4_PREFIX = 0x2002;
    private static final int TEREDO_PREFIX = 0x2001_0000;
    private static final long NAT64_WELL_KNOWN = 0x0064_ff9b_0000_0000L;
    private static final long NAT64_LOCAL = 0x0064_ff9b_0001L;
    private static final int ISATAP_LOCAL = 0x0000_5efe;
    private static final int ISATAP_GLOBAL = 0x0200_5efe;

    private EmbeddedIpv4() {}

    /** All of them; none for an IPv4 address. */
    public static List<IpAddress> of(IpAddress address) {
        if (!isPossible(address)) {
            return List.of();
        }
        var found = new ArrayList<IpAddress>(0);
        lastBits(address, found);
        transition(address, found);
        if (isIsatap(address)) {
            found.add(last(address));
        }
        return found;
    }

    /** False of most addresses that hold none, at no cost. */
    public static boolean isPossible(IpAddress address) {
        long high = address.high();
        return address.isV6()
                && (high == 0
                        || high == NAT64_WELL_KNOWN
                        || high >>> 48 == SIXTO4_PREFIX
                        || high >>> 32 == TEREDO_PREFIX
                        || high >>> 16 == NAT64_LOCAL
                        || isIsatap(address));
    }

    /** Compatible (::/96), mapped (::ffff:0:0/96), translated (::ffff:0:0:0/96, RFC 2765), NAT64 (RFC 6052). */
    private static void lastBits(IpAddress address, List<IpAddress> found) {
        long middle = address.low() >>> 32;
        boolean zeros = address.high() == 0 && (middle == 0 || middle == 0xffff || middle == 0xffff_0000L);
        boolean nat64 = address.high() == NAT64_WELL_KNOWN && middle == 0;
        if (zeros || nat64) {
            found.add(last(address));
        }
    }

    /** 6to4 (RFC 3056), Teredo (RFC 4380: server, and client with its bits turned), NAT64 of local use (RFC 8215). */
    private static void transition(IpAddress address, List<IpAddress> found) {
        if (address.high() >>> 48 == SIXTO4_PREFIX) {
            found.add(v4(address.high() >>> 16));
        }
        if (address.high() >>> 32 == TEREDO_PREFIX) {
            found.add(v4(address.high()));
            found.add(v4(~address.low()));
        }
        if (address.high() >>> 16 == NAT64_LOCAL) {
            found.add(last(address));
            found.add(translated(address, 48));
        }
    }

    /** Whether its interface identifier is one of ISATAP (RFC 5214), whatever its prefix. */
    public static boolean isIsatap(IpAddress address) {
        long identifier = address.low() >>> 32;
        return address.isV6() && (identifier == ISATAP_LOCAL || identifier == ISATAP_GLOBAL);
    }

    /**
     * The IPv4 address behind a NAT64 prefix (RFC 6052 section 2.2). Bits 64 to 71 are skipped.
     *
     * @param length of the prefix: 32, 40, 48, 56, 64 or 96
     */
    public static IpAddress translated(IpAddress address, int length) {
        long high = address.high();
        long low = address.low();
        return switch (length) {
            case 32 -> v4(high);
            case 40 -> v4((high << 8) | (low >>> 48 & 0xff));
            case 48 -> v4((high << 16) | (low >>> 40 & 0xffff));
            case 56 -> v4((high << 24) | (low >>> 32 & 0xff_ffff));
            case 64 -> v4(low >>> 24);
            case 96 -> v4(low);
            default -> throw new IllegalArgumentException("a NAT64 prefix has 32, 40, 48, 56, 64 or 96 bits");
        };
    }

    private static IpAddress last(IpAddress address) {
        return v4(address.low());
    }

    private static IpAddress v4(long bits) {
        return IpAddress.v4(bits & 0xffff_ffffL);
    }
}
