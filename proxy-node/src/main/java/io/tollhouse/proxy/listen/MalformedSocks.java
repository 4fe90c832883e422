package io.tollhouse.proxy.listen;

import org.jspecify.annotations.Nullable;

/** What a SOCKS client says cannot be read, or is not offered. Its reason goes on a sentence about the request. */
final class MalformedSocks extends Exception {
    private static final long serialVersionUID = 1;

    private final String reason;
    private final @Nullable SocksReply answer;

    MalformedSocks(String reason) {
        this(reason, null);
    }

    /** @param answer where SOCKS has one for just this; null where it has not */
    MalformedSocks(String reason, @Nullable SocksReply answer) {
        super(reason, null, false, false);
        this.reason = reason;
        this.answer = answer;
    }

    @Nullable
    SocksReply answer() {
        return answer;
    }

    String reason() {
        return reason;
    }
}
