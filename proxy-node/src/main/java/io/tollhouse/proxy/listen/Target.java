package io.tollhouse.proxy.listen;

import io.tollhouse.contract.address.AbsoluteUrl;
import io.tollhouse.contract.address.Destination;
import io.tollhouse.contract.decision.Facts;
import io.tollhouse.proxy.judge.Asked;
import io.tollhouse.proxy.judge.Client;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks for, in canonical form.
 *
 * @param url of an HTTP request in clear; null of a CONNECT
 */
record Target(Destination destination, @Nullable AbsoluteUrl url) {

    /** For the judge and the records. */
    Asked asked(String id, Client client, RequestHead head, QueryHash hash) {
        if (url == null) {
            return new Asked(id, Facts.Kind.CONNECT, client, null, destination, null);
        }
        var query = url.query();
        var http =
                new Asked.HttpPart(head.method(), url.path(), query.length(), query.isEmpty() ? null : hash.of(query));
        return new Asked(id, Facts.Kind.HTTP, client, null, destination, http);
    }
}
