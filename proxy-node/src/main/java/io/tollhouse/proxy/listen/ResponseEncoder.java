package io.tollhouse.proxy.listen;

import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;

/** Writes responses to a client; to a HEAD, without a body. */
final class ResponseEncoder extends HttpResponseEncoder {
    private boolean toHead;

    /** What the next response answers. */
    void answers(RequestHead request) {
        toHead = request.isHead();
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpResponse response) {
        return toHead || super.isContentAlwaysEmpty(response);
    }
}
