package io.tollhouse.distributor.api;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.tollhouse.distributor.tokens.Caller;
import io.tollhouse.distributor.tokens.Role;
import io.tollhouse.distributor.tokens.TokenFile;
import io.tollhouse.distributor.tokens.Tokens.Verdict;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Stands before every route: no handler runs for somebody who may not use it. */
final class Gate {
    private static final String CALLER = "tollhouse.caller";
    private static final String SCHEME = "bearer ";
    private static final int MAX_TOKEN = 4_096;

    private final TokenFile tokens;

    Gate(TokenFile tokens) {
        this.tokens = tokens;
    }

    /** Javalin answers HEAD with an empty 200 where there is a GET, and asks neither the route nor this gate. */
    static void refuseHead(Context ctx) throws Failure {
        if (ctx.method().equals(HandlerType.HEAD)) {
            ctx.header("Allow", "GET");
            throw Failure.of(405, "HEAD is not known here; ask with GET");
        }
    }

    /** Lets the request go on, or says why not. */
    void check(Context ctx) throws Failure {
        for (var asked : ctx.routeRoles()) {
            var role = ((Access) asked).role();
            if (role.isPresent()) {
                check(ctx, role.get());
            }
        }
    }

    private void check(Context ctx, Role asked) throws Failure {
        var caller = identify(ctx);
        if (!caller.role().includes(asked)) {
            throw Failure.of(
                    403,
                    "the token %s has the role %s, and this needs %s"
                            .formatted(caller.name(), caller.role().label(), asked.label()));
        }
        ctx.attribute(CALLER, caller);
    }

    private Caller identify(Context ctx) throws Failure {
        var verdict = tokens.judge(token(ctx, ctx.header("Authorization")));
        if (verdict instanceof Verdict.Known known) {
            return known.caller();
        }
        throw refused(
                ctx,
                verdict instanceof Verdict.Expired expired
                        ? "the token expired at " + expired.since() + "; ask an operator for a new one"
                        : "the token is not known here; see tokens.file",
                true);
    }

    private static String token(Context ctx, @Nullable String header) throws Failure {
        if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(SCHEME) || header.length() > MAX_TOKEN) {
            throw refused(ctx, "a token is needed: Authorization: Bearer <token>", false);
        }
        return header.substring(SCHEME.length()).strip();
    }

    private static Failure refused(Context ctx, String why, boolean shown) {
        ctx.header("WWW-Authenticate", "Bearer realm=\"tollhouse\"" + (shown ? ", error=\"invalid_token\"" : ""));
        return Failure.of(401, why);
    }

    /** Who asks, behind the gate. */
    static Caller caller(Context ctx) {
        Caller caller = ctx.attribute(CALLER);
        if (caller == null) {
            throw new IllegalStateException("an open route has no caller");
        }
        return caller;
    }
}
