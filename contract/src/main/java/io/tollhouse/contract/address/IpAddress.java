package io.tollhouse.contract.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * An IPv4 or IPv6 address as a value. Never resolves anything.
 *
 * @param isV6 whether it has 16 bytes rather than 4; an IPv4-mapped IPv6 address stays IPv6
 * @param high the first 8 bytes of an IPv6 address; 0 for IPv4
 * @param low the last 8 bytes of an IPv6 address, or the 4 bytes of an IPv4 address as an unsigned number
 */
public record IpAddress(boolean isV6, long high, long low) implements Comparable<IpAddress> {

    private static final long V4_LIMIT = 0xffff_ffffL;

    /** Refuses an IPv4 address of more than 32 bits. */
    public IpAddress {
        if (!isV6 && (high != 0 || low < 0 || low > V4_LIMIT)) {
            throw new IllegalArgumentException("an IPv4 address has 32 bits");
        }
    }

    /**
     * Reads a canonical dotted quad or the text of an IPv6 address (RFC 4291 section 2.2, also with a dotted quad at its
     * end). No leading zeros in IPv4, no zone id, no brackets.
     */
    public static IpAddress parse(String text) throws MalformedHost {
        return text.indexOf(':') < 0 ? AddressText.parseV4(text) : AddressText.parseV6(text);
    }

    /** From 4 or 16 bytes in network order; other lengths are an {@link IllegalArgumentException}. */
    public static IpAddress of(byte[] bytes) {
        var buffer = ByteBuffer.wrap(bytes);
        return switch (bytes.length) {
            case 4 -> v4(Integer.toUnsignedLong(buffer.getInt()));
            case 16 -> v6(buffer.getLong(), buffer.getLong());
            default -> throw new IllegalArgumentException("an address has 4 or 16 bytes, not " + bytes.length);
        };
    }

    /** The same address; note that the JDK turns an IPv4-mapped IPv6 address into IPv4 before it gets here. */
    public static IpAddress of(InetAddress address) {
        return of(address.getAddress());
    }

    /** From 32 bits, 0 to 2^32 - 1. */
    public static IpAddress v4(long bits) {
        return new IpAddress(false, 0, bits);
    }

    /** From the two halves of an IPv6 address. */
    public static IpAddress v6(long high, long low) {
        return new IpAddress(true, high, low);
    }

    /** The number of bits: 32 or 128. */
    public int width() {
        return isV6 ? 128 : 32;
    }

    /** The 4 or 16 bytes in network order. */
    public byte[] bytes() {
        return isV6
                ? ByteBuffer.allocate(16).putLong(high).putLong(low).array()
                : ByteBuffer.allocate(4).putInt((int) low).array();
    }

    /** For a socket; the JDK makes an {@code Inet4Address} of an IPv4-mapped address. Asks no resolver. */
    public InetAddress toInetAddress() {
        try {
            return InetAddress.getByAddress(bytes());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 and 16 bytes are always an address", e);
        }
    }

    /** The first {@code length} bits, the others zero. */
    public IpAddress masked(int length) {
        if (length < 0 || length > width()) {
            throw new IllegalArgumentException("a prefix of " + width() + " bits cannot have " + length);
        }
        if (!isV6) {
            return v4(low & ones(length + 32));
        }
        return v6(high & ones(Math.min(length, 64)), low & ones(Math.max(length - 64, 0)));
    }

    /** Whether the first {@code length} bits are those of another address of the same kind. */
    boolean beginsAs(IpAddress other, int length) {
        return isV6
                ? ((high ^ other.high) & ones(Math.min(length, 64))) == 0
                        && ((low ^ other.low) & ones(Math.max(length - 64, 0))) == 0
                : ((low ^ other.low) & ones(length + 32)) == 0;
    }

    private static long ones(int length) {
        return length == 0 ? 0 : -1L << (64 - length);
    }

    /** Whether it is 127.0.0.0/8, ::1, or the first of these IPv4-mapped. */
    public boolean isLoopback() {
        var plain = unmapped();
        return plain.isV6 ? plain.high == 0 && plain.low == 1 : plain.low >>> 24 == 127;
    }

    /** The IPv4 address of an IPv4-mapped one (::ffff:0:0/96), any other as it is. */
    public IpAddress unmapped() {
        return isV6 && high == 0 && low >>> 32 == 0xffff ? v4(low & V4_LIMIT) : this;
    }

    /** A dotted quad, or the text of RFC 5952 (IPv4-mapped addresses with a dotted quad at their end). */
    public String text() {
        return isV6 ? AddressText.formatV6(this) : AddressText.formatV4(low);
    }

    @Override
    public String toString() {
        return text();
    }

    /** IPv4 before IPv6, then by number. */
    @Override
    public int compareTo(IpAddress other) {
        if (isV6 != other.isV6) {
            return isV6 ? 1 : -1;
        }
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }
}
