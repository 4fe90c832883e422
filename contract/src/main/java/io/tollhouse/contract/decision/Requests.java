package io.tollhouse.contract.decision;

import io.tollhouse.contract.address.AbsoluteUrl;
import io.tollhouse.contract.address.Authority;
import io.tollhouse.contract.address.Host;
import io.tollhouse.contract.address.IpAddress;
import io.tollhouse.contract.address.MalformedHost;
import io.tollhouse.contract.policy.RequestText;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Makes facts of requests as people write them. */
final class Requests {
    private Requests() {}

    /**
     * What a node would know of it.
     *
     * @throws MalformedHost where a node would refuse its target as malformed
     */
    static Facts facts(RequestText request, String agent, @Nullable IpAddress source, Instant at) throws MalformedHost {
        var type = request.type();
        if (type != null) {
            return Facts.dns(agent, source, Host.parse(request.target()), at, type);
        }
        if (request.isConnect()) {
            var tunnel = Facts.connect(agent, source, Authority.parse(request.target()), at);
            var spoken = request.protocol();
            return spoken == null ? tunnel : tunnel.speaking(spoken);
        }
        var url = AbsoluteUrl.parse(request.target());
        var head = new Facts.Request(request.method(), url.path(), Headers.NONE, false);
        return url.secure()
                ? Facts.inspected(agent, source, url.destination(), at, head)
                : Facts.http(agent, source, url.destination(), at, head);
    }
}
