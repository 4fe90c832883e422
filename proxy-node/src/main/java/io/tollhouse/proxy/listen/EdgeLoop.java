package io.tollhouse.proxy.listen;

import io.tollhouse.proxy.identity.Credentials;
import io.tollhouse.proxy.judge.Judge;
import io.tollhouse.proxy.upstream.UpstreamTls;

/** What the connections of one event loop share. */
record EdgeLoop(
        Judge judge, Credentials credentials, QueryHash hash, UpstreamTls tls, UpstreamPool pool, Clocks clocks) {}
