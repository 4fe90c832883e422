package io.tollhouse.contract.decision;

import io.tollhouse.contract.address.Cidr;
import io.tollhouse.contract.address.EmbeddedIpv4;
import io.tollhouse.contract.address.IpAddress;
import io.tollhouse.contract.address.Special;
import io.tollhouse.contract.address.Special.Tier;
import io.tollhouse.contract.address.SpecialRanges;
import io.tollhouse.contract.decision.Surroundings.Guarded;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What an address is to this node: its own, special, or public. Every form of it is judged. */
final class AddressGuard {
    private final Surroundings surroundings;
    private final boolean strict;
    private final Set<IpAddress> fleet;

    AddressGuard(Surroundings surroundings, boolean strict) {
        this.surroundings = surroundings;
        this.strict = strict;
        this.fleet = surroundings.guarded().stream().map(Guarded::address).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * The address as it stands (an IPv4-mapped one as IPv4) and every IPv4 address inside it, so of IPv4 itself alone; behind a configured NAT64
     * prefix, which is only a way to write IPv4, the one inside alone.
     */
    List<IpAddress> forms(IpAddress address) {
        for (var prefix : surroundings.nat64()) {
            if (prefix.contains(address)) {
                return List.of(EmbeddedIpv4.translated(address, prefix.length()));
            }
        }
        var inside = EmbeddedIpv4.of(address);
        if (inside.isEmpty()) {
            return List.of(address);
        }
        var forms = new ArrayList<IpAddress>(inside.size() + 1);
        forms.add(address.unmapped());
        forms.addAll(inside);
        return forms;
    }

    /** Whether {@link #forms} has only the address itself, as of most; asked first, since a list of it would be garbage. */
    boolean hasOneForm(IpAddress address) {
        return !EmbeddedIpv4.isPossible(address) && surroundings.nat64().isEmpty();
    }

    /** Whether the address and port belong to the node or its fleet. */
    boolean isSelf(IpAddress address, int port) {
        if (surroundings.own().isEmpty() && fleet.isEmpty()) {
            return false;
        }
        if (hasOneForm(address)) {
            return isOurs(address, port);
        }
        for (var form : forms(address)) {
            if (isOurs(form, port)) {
                return true;
            }
        }
        return false;
    }

    private boolean isOurs(IpAddress form, int port) {
        return surroundings.own().contains(form)
                || (fleet.contains(form)
                        && (surroundings.guarded().contains(new Guarded(form, port))
                                || surroundings.guarded().contains(new Guarded(form, 0))));
    }

    /** Whether a client at this address is the node or a part of its fleet; who comes over loopback is only a neighbour. */
    boolean isFleet(IpAddress client) {
        if (client.isLoopback()) {
            return false;
        }
        if (hasOneForm(client)) {
            return isFleetForm(client);
        }
        for (var form : forms(client)) {
            if (isFleetForm(form)) {
                return true;
            }
        }
        return false;
    }

    private boolean isFleetForm(IpAddress form) {
        return surroundings.own().contains(form) || fleet.contains(form);
    }

    /** Why the address is refused; null when it is public, or opened. */
    @Nullable
    Special refused(IpAddress address, List<Cidr> opened) {
        if (hasOneForm(address)) {
            return refusedForm(address, opened);
        }
        Special worst = null;
        for (var form : forms(address)) {
            var special = refusedForm(form, opened);
            if (special != null) {
                worst = worst == null ? special : Special.stricter(worst, special);
            }
        }
        return worst;
    }

    private @Nullable Special refusedForm(IpAddress form, List<Cidr> opened) {
        var special = SpecialRanges.of(form);
        return special == null || isOpened(special, form, opened) ? null : special;
    }

    private boolean isOpened(Special special, IpAddress form, List<Cidr> opened) {
        return switch (special.tier()) {
            case METADATA, NEVER -> false;
            case PRIVATE -> opened.stream().anyMatch(network -> network.contains(form));
            case RESERVED -> !strict;
        };
    }

    /** As {@link #refused} for the upstream of a route, where private networks need no opening. */
    @Nullable
    Special refusedUpstream(IpAddress address) {
        if (address.isLoopback() && surroundings.allowLoopbackRoutes()) {
            return null;
        }
        Special worst = null;
        for (var form : forms(address)) {
            var special = SpecialRanges.of(form);
            if (special != null && special.tier() != Tier.PRIVATE && !isOpened(special, form, List.of())) {
                worst = worst == null ? special : Special.stricter(worst, special);
            }
        }
        return worst;
    }
}
