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

        @Override
        public boolean matchesName(Host name) {
            return name.equals(this.name);
        }
    }

    /** {@code *.x}: exactly one label below. */
    record OneBelow(Host zone) implements HostPattern {
        @Override
        public String text() {
            return "*." + zone.text();
        }

        @Override
        public boolean matchesName(Host name) {
            return name.isBelow(zone)
                    && name.text().indexOf('.')
                            == name.text().length() - zone.text().length() - 1;
        }
    }

    /** {@code **.x}: any depth below, not x itself. */
    record Below(Host zone) implements HostPattern {
        @Override
        public String text() {
            return "**." + zone.text();
        }

        @Override
        public boolean matchesName(Host name) {
            return name.isBelow(zone);
        }
    }

    /** {@code .x}: x and everything below. */
    record Zone(Host zone) implements HostPattern {
        @Override
        public String text() {
            return "." + zone.text();
        }

        @Override
        public boolean matchesName(Host name) {
            return name.equals(zone) || name.isBelow(zone);
        }
    }

    /** {@code **}: any name, no literal. */
    record AnyName() implements HostPattern {
        @Override
        public String text() {
            return "**";
        }

        @Override
        public boolean matchesName(Host name) {
            return true;
        }
    }

    /** An address or a network. */
    record Addresses(Cidr network) implements HostPattern {
        @Override
        public String text() {
            return network.isSingle() ? network.network().text() : network.text();
        }

        @Override
        public boolean matchesName(Host name) {
            return false;
        }
    }

    /** {@code any-public-ip}: every address that no built-in rule refuses. */
    record AnyPublicIp() implements HostPattern {
        @Override
        public String text() {
            return "any-public-ip";
        }

        @Override
        public boolean matchesName(Host name) {
            return false;
        }
    }

    /** As it is written in a policy, in canonical form. */
    String text();

    /** Whether a name, which is no literal, is among these hosts. */
    boolean matchesName(Host name);

    /** Reads one entry of {@code to}; names may be written in other scripts. */
    static HostPattern parse(String text) throws MalformedHost {
        return PatternReader.read(text);
    }
}
