package io.tollhouse.proxy.listen;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Reads a TLS ClientHello out of the first bytes of a tunnel. */
@SuppressWarnings("unused") // the insides come next
final class ClientHello {

    /** What the bytes are. */
    enum Kind {
        /** Something else than a TLS handshake. */
        NOT_TLS,
        /** So far it could be a hello. */
        NEED_MORE,
        /** TLS, but not a hello that can be trusted to mean one thing. */
        MALFORMED,
        /** A whole hello. */
        COMPLETE
    }

    /**
     * What was read.
     *
     * @param serverName the host name that it asks for as it stands there, in ASCII; null where there is none
     * @param ech whether it holds an encrypted hello
     * @param length the bytes of the records that hold it
     * @param problem what is wrong with a malformed one, as the end of a sentence; else empty
     */
    record Result(Kind kind, @Nullable String serverName, boolean ech, int length, String problem) {}

    private ClientHello() {}

    /** Reads, and leaves the bytes and their indices as they are. */
    static Result read(ByteBuf bytes) {
        return new Result(Kind.NOT_TLS, null, false, 0, "");
    }
}
