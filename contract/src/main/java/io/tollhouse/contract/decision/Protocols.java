package io.tollhouse.contract.decision;

import io.tollhouse.contract.policy.Protocol;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Sets of protocols, each there once and immutable, in the order of the protocols. */
final class Protocols {
    private static final Protocol[] ALL = Protocol.values();
    private static final List<Set<Protocol>> SETS = sets();

    private Protocols() {}

    private static List<Set<Protocol>> sets() {
        var sets = new ArrayList<Set<Protocol>>();
        for (int bits = 0; bits < 1 << ALL.length; bits++) {
            var set = EnumSet.noneOf(Protocol.class);
            for (var protocol : ALL) {
                if ((bits & bit(protocol)) != 0) {
                    set.add(protocol);
                }
            }
            sets.add(Collections.unmodifiableSet(set));
        }
        return List.copyOf(sets);
    }

    static int bit(Protocol protocol) {
        return switch (protocol) {
            case HTTP -> 1;
            case TLS -> 2;
            case TCP -> 4;
            case DNS -> 8;
        };
    }

    static int bits(Set<Protocol> set) {
        int bits = 0;
        for (var protocol : ALL) {
            bits |= set.contains(protocol) ? bit(protocol) : 0;
        }
        return bits;
    }

    /** The set with these. */
    static Set<Protocol> of(int bits) {
        return SETS.get(bits);
    }

    static Set<Protocol> of(Protocol protocol) {
        return of(bit(protocol));
    }

    static Set<Protocol> of(Set<Protocol> set) {
        return of(bits(set));
    }
}
