package io.tollhouse.contract.policy;

import io.tollhouse.contract.address.Cidr;
import io.tollhouse.contract.address.Host;
import io.tollhouse.contract.address.IpAddress;
import io.tollhouse.contract.address.MalformedHost;

/** Reads host patterns; what is none is told what to write instead. */
final class PatternReader {

    private PatternReader() {}

    static HostPattern read(String text) throws MalformedHost {
        return switch (text) {
            case "**" -> new HostPattern.AnyName();
            case "any-public-ip" -> new HostPattern.AnyPublicIp();
            case "*" -> throw new MalformedHost("is no pattern: ** is any name, *.example.com one label below");
            default -> readSpecific(text);
        };
    }

    private static HostPattern readSpecific(String text) throws MalformedHost {
        if (text.contains("://")) {
            throw new MalformedHost("is a URL: write the host alone, ports go into `ports`");
        }
        if (text.indexOf('/') >= 0) {
            return new HostPattern.Addresses(Cidr.parse(text));
        }
        if (text.indexOf(':') >= 0) {
            return new HostPattern.Addresses(Cidr.of(address(text)));
        }
        if (text.startsWith("**.")) {
            return new HostPattern.Below(name(text.substring(3)));
        }
        if (text.startsWith("*.")) {
            return new HostPattern.OneBelow(name(text.substring(2)));
        }
        if (text.startsWith(".")) {
            return new HostPattern.Zone(name(text.substring(1)));
        }
        return exact(text);
    }

    private static HostPattern exact(String text) throws MalformedHost {
        refuseStars(text);
        var host = Host.parseDisplay(text);
        var address = host.address();
        return address == null ? new HostPattern.Exact(host) : new HostPattern.Addresses(Cidr.of(address));
    }

    private static IpAddress address(String text) throws MalformedHost {
        if (text.startsWith("[")) {
            throw new MalformedHost("stands in brackets: write the address without them, ports go into `ports`");
        }
        if (text.indexOf(':') == text.lastIndexOf(':')) {
            throw new MalformedHost("holds a colon: write the host alone, ports go into `ports`");
        }
        return IpAddress.parse(text);
    }

    private static Host name(String text) throws MalformedHost {
        refuseStars(text);
        var host = Host.parseDisplay(text);
        if (host.isLiteral()) {
            throw new MalformedHost("has an address behind the dot; networks are written as address/length");
        }
        return host;
    }

    private static void refuseStars(String text) throws MalformedHost {
        if (text.indexOf('*') >= 0) {
            throw new MalformedHost("has a star elsewhere than in *.x or **.x at its beginning");
        }
    }
}
