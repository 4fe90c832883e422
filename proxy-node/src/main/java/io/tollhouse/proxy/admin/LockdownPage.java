package io.tollhouse.proxy.admin;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.tollhouse.proxy.admin.Pages.Page;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** GET tells whether the node is in lockdown, POST begins it, DELETE lifts it. Only whoever has the token changes it. */
public final class LockdownPage {
    static final String PATH = "/lockdown";
    private static final Logger LOG = LoggerFactory.getLogger(LockdownPage.class);

    private final LockdownSwitch lockdown;
    private final Optional<AdminToken> token;

    /** @param token empty where nobody may change it here */
    public LockdownPage(LockdownSwitch lockdown, Optional<AdminToken> token) {
        this.lockdown = lockdown;
        this.token = token;
    }

    /** @param authorization the field of this name; null for none */
    Page answer(HttpMethod method, @Nullable String authorization) {
        if (method.equals(HttpMethod.GET)) {
            return state();
        }
        if (!method.equals(HttpMethod.POST) && !method.equals(HttpMethod.DELETE)) {
            return Page.text(HttpResponseStatus.METHOD_NOT_ALLOWED, "only GET, POST and DELETE");
        }
        if (token.isEmpty()) {
            return Page.text(
                    HttpResponseStatus.FORBIDDEN,
                    "nobody may change this here: set admin.token-file and restart the node, or make or remove the"
                            + " file LOCKDOWN in the node's folder below ledger.dir");
        }
        if (!token.get().isBorneBy(authorization)) {
            return Page.text(
                    HttpResponseStatus.UNAUTHORIZED, "needs Authorization: Bearer and the token of admin.token-file");
        }
        return change(method.equals(HttpMethod.POST));
    }

    private Page change(boolean on) {
        LOG.warn("a request on listen.admin {} the lockdown", on ? "begins" : "lifts");
        try {
            if (on) {
                lockdown.begin();
            } else {
                lockdown.lift();
            }
            return state();
        } catch (IOException e) {
            return Page.text(
                    HttpResponseStatus.INTERNAL_SERVER_ERROR,
                    "lockdown is " + (lockdown.isOn() ? "on" : "off") + " now, and may not be so after a restart ("
                            + e.getClass().getSimpleName() + ": " + e.getMessage()
                            + "); look at the node's folder below ledger.dir");
        }
    }

    private Page state() {
        return new Page(HttpResponseStatus.OK, "application/json", "{\"lockdown\":" + lockdown.isOn() + "}\n");
    }
}
