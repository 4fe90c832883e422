package io.tollhouse.proxy.listen;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.tollhouse.contract.address.AbsoluteUrl;
import java.util.List;
import java.util.Locale;

/** What of the fields of a message goes on to the other side (RFC 9110 section 7.6.1). */
final class ForwardedHeaders {
    private static final int HTTP_PORT = 80;

    /** For this connection alone. Trailers are dropped on the way, so that nothing announces them. */
    private static final List<CharSequence> HOP_BY_HOP = List.of(
            HttpHeaderNames.CONNECTION,
            "keep-alive",
            "proxy-connection",
            HttpHeaderNames.TE,
            HttpHeaderNames.TRAILER,
            HttpHeaderNames.UPGRADE,
            "http2-settings");

    /** Where a request came from is the node's to say, and it says nothing. */
    private static final List<CharSequence> ORIGIN_OF_REQUEST = List.of(
            HttpHeaderNames.VIA,
            "forwarded",
            "x-real-ip",
            HttpHeaderNames.PROXY_AUTHORIZATION,
            HttpHeaderNames.PROXY_AUTHENTICATE);

    private ForwardedHeaders() {}

    /**
     * The request as the destination gets it: origin-form, the target's host, and its body
     * framed by the node, so that no field of the client can take the frame away.
     */
    static HttpRequest request(RequestHead head, AbsoluteUrl url) {
        var fields = head.headers().copy();
        removeHopByHop(fields);
        ORIGIN_OF_REQUEST.forEach(fields::remove);
        removeBeginningWith(fields, "x-forwarded-");
        fields.remove(HttpHeaderNames.HOST);
        fields.remove(HttpHeaderNames.TRANSFER_ENCODING);
        var all = fields.copy().clear().add("Host", host(url)).add(fields);
        if (WebSocketOpening.isAskedFor(head)) {
            WebSocketOpening.add(all);
        }
        if (head.isChunked()) {
            all.add(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
        return new DefaultHttpRequest(HttpVersion.HTTP_1_1, new HttpMethod(head.method()), url.originForm(), all);
    }

    private static String host(AbsoluteUrl url) {
        var to = url.destination();
        return to.port() == HTTP_PORT ? to.host().text() : to.text();
    }

    /**
     * The response as the client gets it, framed anew: by its length where it has one, else by chunks, or by the end of the
     * connection for HTTP/1.0.
     *
     * @param bodyless whether no body follows whatever the fields say
     */
    static HttpResponse response(HttpResponse response, boolean bodyless, int clientMinor, boolean keepAlive) {
        var fields = response.headers().copy();
        boolean chunked = fields.contains(HttpHeaderNames.TRANSFER_ENCODING);
        removeHopByHop(fields);
        removeBeginningWith(fields, "x-tollhouse-");
        removeBeginningWith(fields, "proxy-");
        fields.remove("alt-svc");
        fields.remove(HttpHeaderNames.TRANSFER_ENCODING);
        if (chunked) {
            fields.remove(HttpHeaderNames.CONTENT_LENGTH);
        }
        boolean counted = fields.contains(HttpHeaderNames.CONTENT_LENGTH);
        if (!counted && !bodyless && clientMinor == 1) {
            fields.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
        if (!keepAlive) {
            fields.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        return new DefaultHttpResponse(HttpVersion.HTTP_1_1, response.status(), fields);
    }

    /** The response that opens a WebSocket, as the client gets it. */
    static HttpResponse switching(HttpResponse response) {
        var fields = response(response, true, 1, true).headers();
        fields.remove(HttpHeaderNames.CONTENT_LENGTH);
        WebSocketOpening.add(fields);
        return new DefaultHttpResponse(HttpVersion.HTTP_1_1, response.status(), fields);
    }

    private static void removeHopByHop(HttpHeaders fields) {
        Tokens.list(fields, HttpHeaderNames.CONNECTION).forEach(fields::remove);
        HOP_BY_HOP.forEach(fields::remove);
    }

    private static void removeBeginningWith(HttpHeaders fields, String start) {
        for (var name : fields.names()) {
            if (name.toLowerCase(Locale.ROOT).startsWith(start)) {
                fields.remove(name);
            }
        }
    }
}
