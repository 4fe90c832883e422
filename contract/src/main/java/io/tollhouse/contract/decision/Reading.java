package io.tollhouse.contract.decision;

import io.tollhouse.contract.address.Host;
import io.tollhouse.contract.address.IpAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A policy's rules, ready to be looked up, and what stands above them. */
record Reading(
        Decisions say, Agents agents, AddressGuard guard, BuiltIns builtIns, RuleIndex denies, RuleIndex admits) {

    @Nullable
    Match admitting(Who who, Host host, int port) {
        var address = host.address();
        if (address == null) {
            return admits.ofName(host, who, port);
        }
        boolean isPublic = guard.refused(address, List.of()) == null;
        return admits.ofAddress(address.unmapped(), who, port, isPublic);
    }

    @Nullable
    Match deny(Who who, Host host, int port) {
        var address = host.address();
        return address == null ? denies.ofName(host, who, port) : denyOfAddress(who, address, port);
    }

    /** A deny holds for every form of an address, and for the address as it is written. */
    @Nullable
    Match denyOfAddress(Who who, IpAddress address, int port) {
        boolean isPublic = guard.refused(address, List.of()) == null;
        var match = denies.ofAddress(address, who, port, isPublic);
        for (var form : guard.forms(address)) {
            match = match == null ? denies.ofAddress(form, who, port, isPublic) : match;
        }
        return match;
    }
}
