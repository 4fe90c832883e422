package io.tollhouse.contract.policy;

import io.tollhouse.contract.address.Cidr;
import io.tollhouse.contract.address.Host;
import io.tollhouse.contract.address.MalformedHost;

/** Which hosts a rule is about. Names never match address literals, and the other way round. */
public sealed interface HostPattern {

    /** {@code x}: this name itself. */
    record Exact(Host name) implements HostPattern {
        @Override
        public String text() {
            return name.text();
        }
    }

    /** {@code *.x}: exactly one label below. */
    record OneBelow(Host zone) implements HostPattern {
        @Override
        public String text() {
            return "*." + zone.text();
        }
    }

    /** {@code **.x}: any depth below, not x itself. */
    record Below(Host zone) implements HostPattern {
        @Override
        public String text() {
            return "**." + zone.text();
        }
    }

    /** {@code .x}: x and everything below. */
    record Zone(Host zone) implements HostPattern {
        @Override
        public String text() {
            return "." + zone.text();
        }
    }

    /** {@code **}: any name, no literal. */
    record AnyName() implements HostPattern {
        @Override
        public String text() {
            return "**";
        }
    }

    /** An address or a network. */
    record Addresses(Cidr network) implements HostPattern {
        @Override
        public String text() {
            return network.isSingle() ? network.network().text() : network.text();
        }
    }

    /** {@code any-public-ip}: every address that no built-in rule refuses. */
    record AnyPublicIp() implements HostPattern {
        @Override
        public String text() {
            return "any-public-ip";
        }
    }

    /** As it is written in a policy, in canonical form. */
    String text();

    /** Reads one entry of {@code to}; names may be written in other scripts. */
    static HostPattern parse(String text) throws MalformedHost {
        return PatternReader.read(text);
    }
}
