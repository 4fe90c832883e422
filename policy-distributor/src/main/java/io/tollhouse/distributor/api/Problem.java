package io.tollhouse.distributor.api;

import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;

/**
 * What is answered when something fails (RFC 9457).
 *
 * @param detail a sentence that says what to do
 * @param members beside the standard ones
 */
record Problem(int status, String detail, Map<String, Object> members) {
    static final String TYPE = "application/problem+json";

    Problem {
        members = Map.copyOf(members);
    }

    static Problem of(int status, String detail) {
        return new Problem(status, detail, Map.of());
    }

    byte[] toBytes() {
        var all = new LinkedHashMap<String, Object>();
        all.put("type", "about:blank");
        all.put("title", HttpStatus.getMessage(status));
        all.put("status", status);
        all.put("detail", detail);
        all.putAll(members);
        return Json.bytes(all);
    }

    void answer(Context ctx) {
        ctx.status(status).contentType(TYPE).result(toBytes());
    }
}
