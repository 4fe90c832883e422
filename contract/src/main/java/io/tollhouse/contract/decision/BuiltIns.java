package io.tollhouse.contract.decision;

import io.tollhouse.contract.address.Cidr;
import io.tollhouse.contract.address.Destination;
import io.tollhouse.contract.address.Host;
import io.tollhouse.contract.address.IpAddress;
import io.tollhouse.contract.address.Special;
import io.tollhouse.contract.address.Special.Tier;
import io.tollhouse.contract.address.SpecialNames;
import io.tollhouse.contract.policy.Ports;
import io.tollhouse.contract.policy.Route;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The built-in denies, which stand above every rule of a policy. */
final class BuiltIns {

    /**
     * What a built-in rule says.
     *
     * @param reason a sentence for people
     */
    record Refusal(BuiltIn rule, String reason) {}

    private final Surroundings surroundings;
    private final AddressGuard guard;

    BuiltIns(Surroundings surroundings, AddressGuard guard) {
        this.surroundings = surroundings;
        this.guard = guard;
    }

    /** About where a request comes from; null where that is not known. A node that asks a node would go round in a loop. */
    @Nullable
    Refusal ofSource(@Nullable IpAddress source) {
        return source != null && guard.isFleet(source)
                ? new Refusal(BuiltIn.SELF, "the request comes from a part of the fleet itself, " + source.text())
                : null;
    }

    /** About what a request asks for; {@code admitting} is the rule that would let it through. */
    @Nullable
    Refusal ofRequest(Destination to, @Nullable Match admitting) {
        var address = to.host().address();
        var refusal = address == null
                ? ofName(to.host(), admitting != null && admitting.exact())
                : ofLiteral(address, to.port(), opened(admitting));
        if (refusal == null && to.port() == Ports.SMTP && admitting == null) {
            return new Refusal(BuiltIn.PORT, "port 25 is opened only by a rule that lists 25 itself");
        }
        return refusal;
    }

    /** The sentence is made only where it is needed. */
    private @Nullable Refusal ofLiteral(IpAddress address, int port, List<Cidr> opened) {
        return isOpen(address, port, opened) ? null : ofAddress(address.text() + " is ", address, port, opened);
    }

    /** Whether {@link #ofAddress} has nothing to say. */
    boolean isOpen(IpAddress address, int port, List<Cidr> opened) {
        return !guard.isSelf(address, port) && guard.refused(address, opened) == null;
    }

    private static List<Cidr> opened(@Nullable Match admitting) {
        return admitting == null ? List.of() : admitting.rule().rule().effects().allowPrivate();
    }

    /** About a name that is asked for, or an alias on its way; {@code named} when a rule names it exactly. */
    @Nullable
    Refusal ofName(Host name, boolean named) {
        if (surroundings.names().contains(name)) {
            return new Refusal(BuiltIn.SELF, name + " is a part of the fleet itself");
        }
        var special = SpecialNames.of(name);
        if (special == null || (special.tier() == Tier.PRIVATE && named)) {
            return null;
        }
        return refusal(name + " is ", special);
    }

    /** About an address that would be dialled; {@code how} begins the sentence. */
    @Nullable
    Refusal ofAddress(String how, IpAddress address, int port, List<Cidr> opened) {
        if (guard.isSelf(address, port)) {
            return new Refusal(BuiltIn.SELF, how + "a part of the fleet itself");
        }
        var special = guard.refused(address, opened);
        return special == null ? null : refusal(how, special);
    }

    /** About the name of a route's upstream, before it is resolved. */
    @Nullable
    Refusal ofUpstreamName(Route route) {
        var special = SpecialNames.of(route.host());
        boolean loopback = special != null && special.tier() == Tier.NEVER && surroundings.allowLoopbackRoutes();
        return loopback ? null : ofName(route.host(), true);
    }

    /** About an address of a route's upstream. */
    @Nullable
    Refusal ofUpstream(Route route, IpAddress address) {
        var how = "the route leads to " + address.text() + ", ";
        if (guard.isSelf(address, route.port())) {
            return new Refusal(BuiltIn.SELF, how + "a part of the fleet itself");
        }
        var special = guard.refusedUpstream(address);
        return special == null ? null : refusal(how, special);
    }

    private static Refusal refusal(String how, Special special) {
        var rule = switch (special.tier()) {
            case METADATA -> BuiltIn.METADATA;
            case NEVER -> BuiltIn.NEVER;
            case PRIVATE -> BuiltIn.PRIVATE;
            case RESERVED -> BuiltIn.RESERVED;
        };
        return new Refusal(rule, how + special.what());
    }
}
