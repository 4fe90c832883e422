package io.tollhouse.contract.decision;

import io.tollhouse.contract.address.Cidr;
import io.tollhouse.contract.policy.AuditLevel;
import io.tollhouse.contract.policy.Ech;
import io.tollhouse.contract.policy.Effects;
import io.tollhouse.contract.policy.HeaderEdits;
import io.tollhouse.contract.policy.Limits;
import io.tollhouse.contract.policy.Protocol;
import io.tollhouse.contract.policy.Route;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a request goes that is let through. Of inspection, limits and audit level the strictest of all rules that match; the rest is
 * the deciding rule's own.
 *
 * @param protocols what may be spoken: one, where that is known; several, where the tunnel has yet to show it; empty of a refusal
 * @param inspect whether TLS must be ended at the node: what cannot do that carries no TLS by this decision
 * @param conditional whether a rule that may match has conditions on method, path or headers
 * @param route where it goes instead; null = where it asks
 * @param rewriteHost the Host that a routed request carries; null = its own
 * @param allowPrivate the private networks that are opened
 * @param credential the name of what is injected; null for nothing
 * @param headers what is changed in the request's head
 * @param websocket whether the connection may be upgraded
 * @param ech what becomes of encrypted client hellos; null = as the node does it
 * @param limits for the agent
 * @param audit what the records must have survived at least; null = the node's own level
 */
public record Manner(
        Set<Protocol> protocols,
        boolean inspect,
        boolean conditional,
        @Nullable Route route,
        @Nullable String rewriteHost,
        List<Cidr> allowPrivate,
        @Nullable String credential,
        HeaderEdits headers,
        boolean websocket,
        @Nullable Ech ech,
        Limits limits,
        @Nullable AuditLevel audit) {

    /** Of what is refused. */
    public static final Manner NONE = of(Effects.NONE, Set.of(), Strictest.NOTHING);

    /** Copies. */
    public Manner {
        protocols = Protocols.of(protocols);
        allowPrivate = List.copyOf(allowPrivate);
    }

    /** @param effects of the deciding rule */
    static Manner of(Effects effects, Set<Protocol> protocols, Strictest strictest) {
        return new Manner(
                protocols,
                strictest.inspect() && protocols.contains(Protocol.TLS),
                strictest.conditional(),
                effects.upstream(),
                effects.rewriteHost(),
                effects.allowPrivate(),
                effects.credential(),
                effects.headers(),
                effects.websocket(),
                effects.ech(),
                strictest.limits(),
                strictest.audit());
    }

    /** The same for other protocols, and with TLS inspected where it was, or is now. */
    Manner with(Set<Protocol> spoken, boolean inspected) {
        boolean inspects = spoken.contains(Protocol.TLS) && (inspect || inspected);
        if (inspects == inspect && spoken.equals(protocols)) {
            return this;
        }
        return new Manner(
                spoken,
                inspects,
                conditional,
                route,
                rewriteHost,
                allowPrivate,
                credential,
                headers,
                websocket,
                ech,
                limits,
                audit);
    }

    /** The same with encrypted client hellos refused. */
    Manner withoutEch() {
        return new Manner(
                protocols,
                inspect,
                conditional,
                route,
                rewriteHost,
                allowPrivate,
                credential,
                headers,
                websocket,
                Ech.DENY,
                limits,
                audit);
    }

    /** Whether what goes in the one manner may go on under the other. */
    boolean isSame(Manner other) {
        return inspect == other.inspect
                && protocols.equals(other.protocols)
                && Objects.equals(route, other.route)
                && Objects.equals(credential, other.credential);
    }

    /** What a node must have for it. Of a tunnel that has yet to show what is spoken, inspection is asked for later. */
    Set<Feature> needs() {
        var needed = EnumSet.noneOf(Feature.class);
        need(needed, !allowPrivate.isEmpty(), Feature.ALLOW_PRIVATE);
        need(needed, protocols.equals(Protocols.of(Protocol.TCP)), Feature.PROTOCOL_TCP);
        need(needed, protocols.contains(Protocol.DNS), Feature.DNS);
        need(needed, conditional, Feature.HTTP_CONDITIONS);
        need(needed, inspect && protocols.equals(Protocols.of(Protocol.TLS)), Feature.INSPECT);
        need(needed, credential != null, Feature.CREDENTIAL);
        need(needed, !headers.isEmpty(), Feature.HEADERS);
        need(needed, !limits.isEmpty(), Feature.LIMITS);
        need(needed, ech == Ech.DENY && protocols.contains(Protocol.TLS), Feature.ECH);
        need(needed, audit != null && audit != AuditLevel.WRITTEN, Feature.AUDIT_LEVEL);
        need(needed, rewriteHost != null, Feature.REWRITE_HOST);
        return needed;
    }

    private static void need(Set<Feature> needed, boolean when, Feature feature) {
        if (when) {
            needed.add(feature);
        }
    }
}
