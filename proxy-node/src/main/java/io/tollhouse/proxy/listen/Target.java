package io.tollhouse.proxy.listen;

import io.tollhouse.contract.address.AbsoluteUrl;
import io.tollhouse.contract.address.Destination;
import io.tollhouse.contract.decision.BuiltIn;
import io.tollhouse.contract.decision.Facts;
import io.tollhouse.contract.decision.Verdict;
import io.tollhouse.proxy.judge.Asked;
import io.tollhouse.proxy.judge.Client;
import io.tollhouse.proxy.judge.Objection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks for, in canonical form.
 *
 * @param url of an HTTP request in clear; null of a CONNECT
 * @param problem what contradicts it elsewhere in the head; null where nothing does
 */
record Target(
        Destination destination,
        @Nullable AbsoluteUrl url,
        @Nullable String problem) {
    /** By which everything could leave (RFC 9298, RFC 9484). Every other protocol that a client would rather speak is left out. */
    private static final Set<String> TUNNELS = Set.of("connect-udp", "connect-ip");

    /** For the judge and the records. */
    Asked asked(String id, Client client, RequestHead head, QueryHash hash) {
        var objection = objection(head);
        if (url == null) {
            return new Asked(id, Facts.Kind.CONNECT, client, null, destination, null, objection);
        }
        var query = url.query();
        var http = new Asked.HttpPart(
                head.method(),
                url.path(),
                head::lines,
                WebSocketOpening.isAskedFor(head),
                query.length(),
                query.isEmpty() ? null : hash.of(query));
        return new Asked(id, Facts.Kind.HTTP, client, null, destination, http, objection);
    }

    private @Nullable Objection objection(RequestHead head) {
        if (problem != null) {
            return new Objection(Verdict.MALFORMED, BuiltIn.MALFORMED, problem);
        }
        return head.upgrades().stream().anyMatch(TUNNELS::contains)
                ? new Objection(
                        Verdict.DENY,
                        BuiltIn.PROTOCOL,
                        "tunnels inside of HTTP (connect-udp, connect-ip) are not carried")
                : null;
    }
}
