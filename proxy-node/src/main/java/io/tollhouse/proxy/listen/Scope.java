package io.tollhouse.proxy.listen;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.tollhouse.contract.address.Authority;
import io.tollhouse.contract.address.Destination;
import io.tollhouse.contract.address.MalformedHost;
import io.tollhouse.proxy.identity.Identity;
import org.jspecify.annotations.Nullable;

/** Where requests come from: what they may ask for, and who asks. */
interface Scope {

    /** What a checked head asks for. */
    Target target(RequestHead head) throws MalformedRequest;

    /** Who asks. */
    Identity identity(RequestHead head);

    /** What is wrong with a Host field that must name the target too; null where nothing is. */
    static @Nullable String hostProblem(RequestHead head, Destination target, int defaultPort) {
        var host = head.headers().get(HttpHeaderNames.HOST);
        if (host == null) {
            return null;
        }
        try {
            var named = Authority.parse(host, defaultPort);
            return named.equals(target) ? null : "its field host names something else than its target";
        } catch (MalformedHost e) {
            return "its field host " + e.reason();
        }
    }
}
