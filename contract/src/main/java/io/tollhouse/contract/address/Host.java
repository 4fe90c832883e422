package io.tollhouse.contract.address;

import org.jspecify.annotations.Nullable;

/**
 * A host in its one canonical form: a lower-case name of A-labels without a trailing dot, or an address literal.
 *
 * <p>The only parser of hosts there is: what it refuses is malformed wherever it stood. Two hosts are equal when their
 * texts are.
 */
public final class Host {

    private final String text;
    private final @Nullable IpAddress address;

    private Host(String text, @Nullable IpAddress address) {
        this.text = text;
        this.address = address;
    }

    /**
     * Reads a host as clients write it: a name in ASCII, a canonical dotted quad, or an IPv6 address in brackets. Case and
     * one trailing dot of a name do not matter; everything else that could be read in two ways is refused.
     */
    public static Host parse(String wire) throws MalformedHost {
        if (wire.startsWith("[")) {
            return bracketed(wire);
        }
        var name = HostName.canonical(wire);
        return HostName.looksLikeV4(name) ? dottedQuad(wire) : new Host(name, null);
    }

    /** Like {@link #parse}, but takes labels in other scripts, as people write them in documents (UTS 46). */
    public static Host parseDisplay(String text) throws MalformedHost {
        return parse(HostName.isAscii(text) ? text : InternationalName.toAscii(text));
    }

    /** The host that is this address. */
    public static Host of(IpAddress address) {
        return new Host(address.isV6() ? "[" + address.text() + "]" : address.text(), address);
    }

    private static Host bracketed(String wire) throws MalformedHost {
        if (!wire.endsWith("]") || wire.indexOf(':') < 0) {
            throw new MalformedHost("has brackets around something else than one IPv6 address");
        }
        return of(AddressText.parseV6(wire.substring(1, wire.length() - 1)));
    }

    /** From the wire text: a trailing dot makes an address ambiguous, since resolvers and URL parsers differ on it. */
    private static Host dottedQuad(String wire) throws MalformedHost {
        return of(AddressText.parseV4(wire));
    }

    /** Whether it is an address rather than a name. */
    public boolean isLiteral() {
        return address != null;
    }

    /** The address of a literal; null for a name. */
    public @Nullable IpAddress address() {
        return address;
    }

    /** Whether this name has the zone's labels behind at least one of its own. */
    public boolean isBelow(Host zone) {
        int dot = text.length() - zone.text.length() - 1;
        return dot > 0 && address == null && text.charAt(dot) == '.' && text.endsWith(zone.text);
    }

    /** The canonical text; an IPv6 literal stands in brackets. */
    public String text() {
        return text;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Host host && host.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
