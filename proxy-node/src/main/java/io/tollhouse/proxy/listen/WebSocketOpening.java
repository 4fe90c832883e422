package io.tollhouse.proxy.listen;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a WebSocket begins (RFC 6455 section 4): what a client must have asked, and a server answered. */
final class WebSocketOpening {
    private static final String PROTOCOL = "websocket";
    private static final String UPGRADE = "upgrade";
    private static final String VERSION = "13";
    private static final int KEY_BYTES = 16;

    /** That every server puts behind the key (RFC 6455 section 1.3). */
    private static final String BEHIND_KEY = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private WebSocketOpening() {}

    /** Whether a server could take this request for one. */
    static boolean isAskedFor(RequestHead head) {
        return head.upgrades().contains(PROTOCOL);
    }

    /** Refuses a request that some servers would take for one and others would not. */
    static void check(RequestHead head) throws MalformedRequest {
        if (isAskedFor(head) && !isWhole(head)) {
            throw new MalformedRequest("it opens a WebSocket otherwise than RFC 6455 has it");
        }
    }

    private static boolean isWhole(RequestHead head) {
        var fields = head.headers();
        return head.method().equals("GET")
                && head.minor() == 1
                && !head.hasBody()
                && head.upgrades().equals(List.of(PROTOCOL))
                && isUpgrade(fields)
                && fields.getAll(HttpHeaderNames.SEC_WEBSOCKET_VERSION).equals(List.of(VERSION))
                && fields.getAll(HttpHeaderNames.SEC_WEBSOCKET_KEY).size() == 1
                && isKey(fields.get(HttpHeaderNames.SEC_WEBSOCKET_KEY));
    }

    private static boolean isUpgrade(HttpHeaders fields) {
        return Tokens.list(fields, HttpHeaderNames.CONNECTION).contains(UPGRADE);
    }

    private static boolean isKey(String key) {
        try {
            return Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Has a message open one, from which everything that is for one connection alone was removed. */
    static void add(HttpHeaders fields) {
        fields.set(HttpHeaderNames.CONNECTION, UPGRADE).set(HttpHeaderNames.UPGRADE, PROTOCOL);
    }

    /** What is wrong with a response that switches protocols, as a sentence; null where it has opened what was asked for. */
    static @Nullable String problem(RequestHead head, HttpResponse switching) {
        if (!isAskedFor(head)) {
            return "the destination switched protocols unasked";
        }
        var fields = switching.headers();
        boolean isOpen = isUpgrade(fields)
                && Tokens.list(fields, HttpHeaderNames.UPGRADE).equals(List.of(PROTOCOL))
                && fields.getAll(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT)
                        .equals(List.of(accept(head.headers().get(HttpHeaderNames.SEC_WEBSOCKET_KEY))));
        return isOpen ? null : "the destination switched to something else than the WebSocket that was asked for";
    }

    private static String accept(String key) {
        try {
            var digest = MessageDigest.getInstance("SHA-1");
            return Base64.getEncoder()
                    .encodeToString(digest.digest((key + BEHIND_KEY).getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
