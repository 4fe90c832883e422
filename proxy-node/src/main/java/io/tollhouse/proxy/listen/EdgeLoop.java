package io.tollhouse.proxy.listen;

import io.tollhouse.proxy.identity.Credentials;
import io.tollhouse.proxy.judge.Judge;
import io.tollhouse.proxy.upstream.UpstreamTls;
import java.util.function.BooleanSupplier;

/**
 * What the connections of one event loop share.
 *
 * @param draining whether no connection is to go on behind its next answer
 */
record EdgeLoop(
        Judge judge,
        Credentials credentials,
        QueryHash hash,
        UpstreamTls tls,
        UpstreamPool pool,
        Door door,
        Clocks clocks,
        BooleanSupplier draining) {}
