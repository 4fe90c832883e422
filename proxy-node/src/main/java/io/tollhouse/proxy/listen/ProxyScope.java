package io.tollhouse.proxy.listen;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.tollhouse.contract.address.AbsoluteUrl;
import io.tollhouse.contract.address.Authority;
import io.tollhouse.contract.address.MalformedHost;
import io.tollhouse.proxy.identity.Credentials;
import io.tollhouse.proxy.identity.Identity;

/** Requests to the node itself: absolute-form and CONNECT, each with credentials of its own. */
record ProxyScope(Credentials credentials) implements Scope {
    private static final int HTTP_PORT = 80;

    @Override
    public Target target(RequestHead head) throws MalformedRequest {
        if (head.target().startsWith("/") || head.target().equals("*")) {
            throw new MalformedRequest("this is a proxy: ask it for http://host/path, or CONNECT host:port");
        }
        try {
            return head.isConnect() ? tunnel(head) : request(head);
        } catch (MalformedHost e) {
            throw new MalformedRequest("its target " + e.reason());
        }
    }

    /** Many clients leave the port out of the field host of a CONNECT. */
    private static Target tunnel(RequestHead head) throws MalformedHost {
        var destination = Authority.parse(head.target());
        return new Target(destination, null, Scope.hostProblem(head, destination, destination.port()));
    }

    private static Target request(RequestHead head) throws MalformedHost, MalformedRequest {
        var url = AbsoluteUrl.parse(head.target());
        if (url.secure()) {
            throw new MalformedRequest("https is not asked for in clear: send CONNECT host:port and speak TLS inside");
        }
        return new Target(url.destination(), url, Scope.hostProblem(head, url.destination(), HTTP_PORT));
    }

    @Override
    public Identity identity(RequestHead head) {
        return credentials.of(head.headers().getAll(HttpHeaderNames.PROXY_AUTHORIZATION));
    }
}
