package io.tollhouse.proxy.listen;

import io.netty.buffer.ByteBuf;
import io.tollhouse.proxy.listen.HandshakeBytes.Found;
import io.tollhouse.proxy.listen.HandshakeBytes.State;
import org.jspecify.annotations.Nullable;

/**
 * Reads a TLS ClientHello out of the first bytes of a tunnel, without TLS: however it is cut into records and segments, and
 * within 64 KiB and 64 records.
 */
final class ClientHello {
    private static final int MESSAGE_HEADER = 4;
    private static final int CLIENT_HELLO = 1;

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
     * @param serverName where complete: the host name that it asks for as it stands there, in ASCII; null where there is none
     * @param ech where complete: whether it holds an encrypted hello
     * @param length where complete: the bytes of the records that hold it
     * @param problem where malformed: what is wrong, as the end of a sentence; else empty
     */
    record Result(Kind kind, @Nullable String serverName, boolean ech, int length, String problem) {}

    private ClientHello() {}

    /** Reads, and leaves the bytes and their indices as they are. */
    static Result read(ByteBuf bytes) {
        return read(bytes, bytes.readerIndex());
    }

    /** @param from index of the first record */
    static Result read(ByteBuf bytes, int from) {
        var header = new byte[MESSAGE_HEADER];
        var found = HandshakeBytes.fill(bytes, from, header);
        if (found.state() != State.FILLED) {
            return unfinished(found);
        }
        if (header[0] != CLIENT_HELLO) {
            return malformed("is another message of the handshake");
        }
        int length = Byte.toUnsignedInt(header[1]) << 16
                | Byte.toUnsignedInt(header[2]) << 8
                | Byte.toUnsignedInt(header[3]);
        if (length > HandshakeBytes.MAX_BYTES) {
            return malformed("is spread over too many records or bytes");
        }
        return body(bytes, from, MESSAGE_HEADER + length);
    }

    private static Result body(ByteBuf bytes, int from, int length) {
        if (bytes.writerIndex() - from < HandshakeBytes.RECORD_HEADER + length) {
            return result(
                    Kind.NEED_MORE); // before the array is made, which would be so again with every byte that comes
        }
        var message = new byte[length];
        var found = HandshakeBytes.fill(bytes, from, message);
        if (found.state() != State.FILLED) {
            return unfinished(found);
        }
        if (found.surplus() > 0) {
            return malformed("is followed by more in its record");
        }
        try {
            var body = HelloBody.read(message, MESSAGE_HEADER);
            return new Result(Kind.COMPLETE, body.serverName(), body.ech(), found.length(), "");
        } catch (MalformedHello e) {
            return malformed(e.problem());
        }
    }

    private static Result unfinished(Found found) {
        return switch (found.state()) {
            case OTHER -> result(Kind.NOT_TLS);
            case MALFORMED -> malformed(found.problem());
            case PARTIAL, FILLED -> result(Kind.NEED_MORE);
        };
    }

    private static Result malformed(String problem) {
        return new Result(Kind.MALFORMED, null, false, 0, problem);
    }

    private static Result result(Kind kind) {
        return new Result(kind, null, false, 0, "");
    }
}
