package io.tollhouse.proxy.listen;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Set;

/** Refuses heads whose fields two readers could understand differently. */
final class RequestCheck {
    private static final int MAX_DIGITS = 18;
    private static final List<CharSequence> ONCE = List.of(
            HttpHeaderNames.HOST,
            HttpHeaderNames.CONTENT_LENGTH,
            HttpHeaderNames.TRANSFER_ENCODING,
            HttpHeaderNames.PROXY_AUTHORIZATION);

    /** Fields that say what a request means: who removed them on the way would change it. */
    private static final Set<String> NOT_HOP_BY_HOP = Set.of(
            "host",
            "content-length",
            "transfer-encoding",
            "content-type",
            "content-encoding",
            "content-range",
            "authorization",
            "cookie",
            "expect",
            "range",
            "origin",
            "x-http-method-override");

    private RequestCheck() {}

    /** Checks what every head must hold to, whatever it asks for. */
    static void check(RequestHead head) throws MalformedRequest {
        var fields = head.headers();
        checkMethod(head.method());
        for (var name : ONCE) {
            if (fields.getAll(name).size() > 1) {
                throw new MalformedRequest("its field " + name + " stands more than once");
            }
        }
        checkLength(head);
        checkChunks(head);
        checkConnection(fields);
        if (head.minor() == 1 && !fields.contains(HttpHeaderNames.HOST)) {
            throw new MalformedRequest("it has no field host, which HTTP/1.1 requires");
        }
        if (head.isConnect() && head.hasBody()) {
            throw new MalformedRequest("a CONNECT has no body");
        }
        if (fields.contains(HttpHeaderNames.SEC_WEBSOCKET_KEY1)
                || fields.contains(HttpHeaderNames.SEC_WEBSOCKET_KEY2)) {
            throw new MalformedRequest("it is a draft of WebSocket that has a body without a length");
        }
        WebSocketOpening.check(head);
    }

    /** Some servers take "get" for GET. A TRACE is answered with what others on its way have put into it. */
    private static void checkMethod(String method) throws MalformedRequest {
        if (method.chars().anyMatch(c -> c >= 'a' && c <= 'z')) {
            throw new MalformedRequest("its method has small letters, and some readers mind them");
        }
        if (method.equals("TRACE")) {
            throw new MalformedRequest("a TRACE is sent back with what was put into it on its way");
        }
    }

    private static void checkLength(RequestHead head) throws MalformedRequest {
        var length = head.headers().get(HttpHeaderNames.CONTENT_LENGTH, "0");
        boolean digits = !length.isEmpty() && length.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits || length.length() > MAX_DIGITS) {
            throw new MalformedRequest("its field content-length is no number of bytes");
        }
    }

    private static void checkChunks(RequestHead head) throws MalformedRequest {
        var coding = head.headers().get(HttpHeaderNames.TRANSFER_ENCODING);
        if (coding == null) {
            return;
        }
        if (!coding.equalsIgnoreCase("chunked")) {
            throw new MalformedRequest("its field transfer-encoding is something else than chunked");
        }
        if (head.headers().contains(HttpHeaderNames.CONTENT_LENGTH)) {
            throw new MalformedRequest("it has both content-length and transfer-encoding");
        }
        if (head.minor() == 0) {
            throw new MalformedRequest("HTTP/1.0 has no transfer-encoding");
        }
    }

    private static void checkConnection(HttpHeaders fields) throws MalformedRequest {
        for (var name : Tokens.list(fields, HttpHeaderNames.CONNECTION)) {
            if (NOT_HOP_BY_HOP.contains(name)) {
                throw new MalformedRequest("its field connection names " + name + ", which is for the destination");
            }
        }
    }
}
