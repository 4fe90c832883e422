package io.tollhouse.proxy.listen;

import io.tollhouse.contract.address.AbsoluteUrl;
import io.tollhouse.contract.address.Destination;
import io.tollhouse.contract.address.MalformedHost;
import io.tollhouse.proxy.identity.Identity;

/** Plain HTTP inside a tunnel: origin-form, for the tunnel's own host and port, by the agent that asked for the tunnel. */
record TunnelScope(Destination tunnel, String agent) implements Scope {
    private static final int HTTP_PORT = 80;

    @Override
    public Target target(RequestHead head) throws MalformedRequest {
        if (head.isConnect() || !head.target().startsWith("/")) {
            throw new MalformedRequest("inside a tunnel a request begins with its path");
        }
        try {
            var url = AbsoluteUrl.parse("http://" + tunnel.text() + head.target());
            return new Target(tunnel, url, Scope.hostProblem(head, tunnel, HTTP_PORT));
        } catch (MalformedHost e) {
            throw new MalformedRequest("its target " + e.reason());
        }
    }

    @Override
    public Identity identity(RequestHead head) {
        return new Identity.Verified(agent);
    }
}
