package io.tollhouse.proxy.listen;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.tollhouse.contract.address.Authority;
import io.tollhouse.contract.address.Destination;
import io.tollhouse.contract.address.MalformedHost;
import io.tollhouse.proxy.identity.Identity;

/** Where requests come from: what they may ask for, and who asks. */
interface Scope {

    /** What a checked head asks for. */
    Target target(RequestHead head) throws MalformedRequest;

    /** Who asks. */
    Identity identity(RequestHead head);

    /** Refuses a Host field that names something else than the target. */
    static void checkHost(RequestHead head, Destination target, int defaultPort) throws MalformedRequest {
        var host = head.headers().get(HttpHeaderNames.HOST);
        if (host == null) {
            return;
        }
        try {
            if (!Authority.parse(host, defaultPort).equals(target)) {
                throw new MalformedRequest("its field host names something else than its target");
            }
        } catch (MalformedHost e) {
            throw new MalformedRequest("its field host " + e.reason());
        }
    }
}
