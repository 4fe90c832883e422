package io.tollhouse.proxy.listen;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Set;

/**
 * Request line and fields, as they came.
 *
 * @param minor of the version: HTTP/1.0 or HTTP/1.1
 */
record RequestHead(String method, String target, int minor, HttpHeaders headers) {
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");

    boolean isConnect() {
        return method.equals("CONNECT");
    }

    /** The protocols that the client would rather speak. Many offer HTTP/2 with each request, and are content without. */
    List<String> upgrades() {
        return Tokens.list(headers, HttpHeaderNames.UPGRADE);
    }

    /** The values of every line of this name, without blanks around them. */
    List<String> lines(String name) {
        return headers.getAll(name).stream().map(Tokens::strip).toList();
    }

    boolean isHead() {
        return method.equals("HEAD");
    }

    /** Of a checked head, whose only transfer-encoding is that. */
    boolean isChunked() {
        return headers.contains(HttpHeaderNames.TRANSFER_ENCODING);
    }

    boolean hasBody() {
        return isChunked()
                || headers.get(HttpHeaderNames.CONTENT_LENGTH, "0").chars().anyMatch(digit -> digit != '0');
    }

    /** Whether nobody minds that it is sent twice (RFC 9110 section 9.2.2), and all of it is here. */
    boolean mayComeTwice() {
        return IDEMPOTENT.contains(method) && !hasBody();
    }

    /** Whether the client would send another request on the connection. */
    boolean keepsAlive() {
        return minor == 1
                && !headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE, true)
                && !headers.containsValue("Proxy-Connection", HttpHeaderValues.CLOSE, true);
    }

    /** Without what may be secret. */
    @Override
    public String toString() {
        return method + " (" + headers.size() + " fields)";
    }
}
