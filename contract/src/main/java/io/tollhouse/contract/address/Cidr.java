package io.tollhouse.contract.address;

/**
 * A network: an address and the number of its first bits that count.
 *
 * @param network the lowest address; bits behind {@code length} are zero
 * @param length 0 to 32, or 0 to 128 for IPv6
 */
public record Cidr(IpAddress network, int length) {

    /** Refuses a network with bits behind its length. */
    public Cidr {
        if (!network.masked(length).equals(network)) {
            throw new IllegalArgumentException("has bits behind its length: " + network + "/" + length);
        }
    }

    /** The network of one address. */
    public static Cidr of(IpAddress address) {
        return new Cidr(address, address.width());
    }

    /** Reads {@code address/length}; bits behind the length must be zero, and the reason names the network meant. */
    public static Cidr parse(String text) throws MalformedHost {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new MalformedHost("is no network: that is written as address/length, like 10.0.0.0/8");
        }
        var address = IpAddress.parse(text.substring(0, slash));
        int length = length(text.substring(slash + 1), address.width());
        var network = address.masked(length);
        if (!network.equals(address)) {
            throw new MalformedHost("has bits behind its length: the network is " + network.text() + "/" + length);
        }
        return new Cidr(network, length);
    }

    private static int length(String text, int width) throws MalformedHost {
        if (!text.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(text) > width) {
            throw new MalformedHost("has a length that is no number from 0 to " + width);
        }
        return Integer.parseInt(text);
    }

    /** Whether the address, of the same family, lies in it. */
    public boolean contains(IpAddress address) {
        return address.isV6() == network.isV6() && address.beginsAs(network, length);
    }

    /** Whether all of the other network lies in it. */
    public boolean contains(Cidr other) {
        return other.length >= length && contains(other.network);
    }

    /** Whether it is a single address. */
    public boolean isSingle() {
        return length == network.width();
    }

    /** {@code address/length}. */
    public String text() {
        return network.text() + "/" + length;
    }

    @Override
    public String toString() {
        return text();
    }
}
