package io.tollhouse.contract.policy;

import io.tollhouse.contract.address.Cidr;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a request goes that a rule lets through.
 *
 * @param upstream where it goes instead; there exactly when the action is {@link Action#ROUTE}
 * @param rewriteHost the Host that a routed request carries, {@code host} or {@code host:port} in canonical form; null = its own
 * @param allowPrivate private networks that the rule opens
 * @param inspect whether TLS is ended at the node; also where {@code credential}, {@code headers} or {@code http} ask for it
 * @param credential the name of what is injected; null for nothing
 * @param headers what is changed in the request's head
 * @param websocket whether a connection may be upgraded to WebSocket
 * @param ech what becomes of encrypted client hellos; null = as the node does it
 * @param types of DNS questions that the rule is about; empty = all for a deny, else {@link DnsType#TO_CONNECT}
 * @param limits for each agent
 * @param audit what its records must have survived at least; null = the node's own level
 * @param patience ({@code wait}) how long an ask holds the request for an approval; zero = not at all
 */
public record Effects(
        @Nullable Route upstream,
        @Nullable String rewriteHost,
        List<Cidr> allowPrivate,
        boolean inspect,
        @Nullable String credential,
        HeaderEdits headers,
        boolean websocket,
        @Nullable Ech ech,
        Set<DnsType> types,
        Limits limits,
        @Nullable AuditLevel audit,
        Duration patience) {

    /** The request goes as it came. */
    public static final Effects NONE = new Effects(
            null,
            null,
            List.of(),
            false,
            null,
            HeaderEdits.NONE,
            false,
            null,
            Set.of(),
            Limits.NONE,
            null,
            Duration.ZERO);

    /** Copies. */
    public Effects {
        allowPrivate = List.copyOf(allowPrivate);
        var ordered = EnumSet.noneOf(DnsType.class);
        ordered.addAll(types);
        types = Collections.unmodifiableSet(ordered);
    }

    /** The same, looking into TLS. */
    Effects inspecting() {
        return new Effects(
                upstream,
                rewriteHost,
                allowPrivate,
                true,
                credential,
                headers,
                websocket,
                ech,
                types,
                limits,
                audit,
                patience);
    }
}
