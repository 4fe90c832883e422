package io.tollhouse.proxy.listen;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.tollhouse.proxy.judge.Refusal;
import java.nio.charset.StandardCharsets;

/** A refusal as an HTTP response, in each of the forms in which some client shows one. */
final class RefusalPage {
    static final String REQUEST_ID = "X-Tollhouse-Request";
    static final String RULE = "X-Tollhouse-Rule";

    private static final int RETRY_SECONDS = 5;

    private RefusalPage() {}

    /** @param keepAlive whether the connection goes on after it */
    static FullHttpResponse of(Refusal refusal, boolean keepAlive) {
        var body = json(refusal).getBytes(StandardCharsets.UTF_8);
        var response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                new HttpResponseStatus(refusal.status(), ReasonPhrase.of(refusal)),
                Unpooled.wrappedBuffer(body));
        var fields = response.headers()
                .set("Proxy-Status", proxyStatus(refusal))
                .set(RULE, ReasonPhrase.ascii(refusal.rule()))
                .set(REQUEST_ID, refusal.requestId())
                .set("Cache-Control", HttpHeaderValues.NO_STORE)
                .set("Content-Type", "application/problem+json")
                .setInt("Content-Length", body.length);
        if (!keepAlive) {
            fields.set("Connection", HttpHeaderValues.CLOSE);
        }
        if (refusal.status() == 407) {
            fields.set("Proxy-Authenticate", "Basic realm=\"Tollhouse\"");
        }
        if (refusal.status() == 503 || refusal.status() == 429) {
            fields.setInt("Retry-After", RETRY_SECONDS);
        }
        return response;
    }

    /** A structured field (RFC 9209, RFC 9651). */
    private static String proxyStatus(Refusal refusal) {
        var details = ReasonPhrase.ascii(refusal.rule() + ": " + refusal.reason())
                .replace("\\", "\\\\")
                .replace("\"", "\\\"");
        return "tollhouse; error=" + error(refusal.status()) + "; details=\"" + details + "\"";
    }

    private static String error(int status) {
        return switch (status) {
            case 400, 407 -> "http_request_error";
            case 502 -> "destination_unavailable";
            case 503 -> "proxy_internal_error";
            case 504 -> "connection_timeout";
            default -> "http_request_denied";
        };
    }

    /** A problem (RFC 9457). */
    private static String json(Refusal refusal) {
        var text = new StringBuilder("{\"type\":\"about:blank\"");
        member(text, "title", HttpResponseStatus.valueOf(refusal.status()).reasonPhrase());
        text.append(",\"status\":").append(refusal.status());
        member(text, "detail", refusal.reason());
        member(text, "rule", refusal.rule());
        member(text, "reason", refusal.reason());
        member(text, "request", refusal.requestId());
        var suggestion = refusal.suggestion();
        if (suggestion != null) {
            member(text, "suggestion", suggestion);
        }
        return text.append("}\n").toString();
    }

    private static void member(StringBuilder text, String name, String value) {
        text.append(",\"").append(name).append("\":\"");
        value.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                text.append('\\').append((char) c);
            } else if (c < ' ') {
                text.append(String.format("\\u%04x", c));
            } else {
                text.appendCodePoint(c);
            }
        });
        text.append('"');
    }
}
