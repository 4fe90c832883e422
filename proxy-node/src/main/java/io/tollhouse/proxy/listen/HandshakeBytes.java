package io.tollhouse.proxy.listen;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Puts together the first bytes of a TLS handshake from the records over which they are spread (RFC 8446 section 5.1).
 * Consumes nothing. Used once.
 */
final class HandshakeBytes {
    /** All records of one hello. */
    static final int MAX_BYTES = 64 << 10;

    static final int RECORD_HEADER = 5;

    private static final int MAX_RECORDS = 64;
    private static final int MAX_FRAGMENT = 1 << 14;
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int ALERT = 21;
    private static final int HANDSHAKE = 22;
    private static final int APPLICATION_DATA = 23;
    private static final int MAJOR_VERSION = 3;
    private static final int MAX_MINOR_VERSION = 4;

    /** How far it came. */
    enum State {
        /** It begins with something else than a handshake. */
        OTHER,
        /** So far it is right, and not all there. */
        PARTIAL,
        /** No TLS library sends this. */
        MALFORMED,
        /** All bytes that were wanted are there. */
        FILLED
    }

    /**
     * What was found.
     *
     * @param length where filled: from the first record to the end of the last one that was needed
     * @param surplus where filled: bytes of that last record that were not wanted
     * @param problem where malformed: what is wrong, as the end of a sentence; else empty
     */
    record Found(State state, int length, int surplus, String problem) {}

    private final ByteBuf bytes;
    private final int from;
    private final byte[] into;

    private int at;
    private int records;
    private int filled;

    private HandshakeBytes(ByteBuf bytes, int from, byte[] into) {
        this.bytes = bytes;
        this.from = from;
        this.into = into;
        this.at = from;
    }

    /**
     * Fills an array, of at least one byte, with the first bytes of a handshake.
     *
     * @param from index of the first record
     */
    static Found fill(ByteBuf bytes, int from, byte[] into) {
        return new HandshakeBytes(bytes, from, into).fill();
    }

    /**
     * Where the first record begins that is no change_cipher_spec, alert or early data, as these may stand between the
     * messages of a handshake. Past the end where the last of them is not all there.
     */
    static int behindOtherRecords(ByteBuf bytes) {
        int at = bytes.readerIndex();
        while (at < bytes.writerIndex() && isOtherRecord(bytes.getByte(at))) {
            boolean header = at + RECORD_HEADER <= bytes.writerIndex();
            at += RECORD_HEADER + (header ? bytes.getUnsignedShort(at + 3) : 0);
        }
        return at;
    }

    private static boolean isOtherRecord(byte type) {
        return type == CHANGE_CIPHER_SPEC || type == ALERT || type == APPLICATION_DATA;
    }

    private Found fill() {
        while (true) {
            var stop = checkHeader();
            if (stop != null) {
                return stop;
            }
            int fragment = bytes.getUnsignedShort(at + 3);
            int wanted = Math.min(fragment, into.length - filled);
            if (bytes.writerIndex() - at - RECORD_HEADER < wanted) {
                return found(State.PARTIAL);
            }
            bytes.getBytes(at + RECORD_HEADER, into, filled, wanted);
            filled += wanted;
            at += RECORD_HEADER + fragment;
            if (filled == into.length) {
                return new Found(State.FILLED, at - from, fragment - wanted, "");
            }
        }
    }

    /** Null where the header of one more record of the handshake is there. */
    private @Nullable Found checkHeader() {
        int there = bytes.writerIndex() - at;
        if (!isHandshake(there)) {
            return records == 0 ? found(State.OTHER) : malformed("is broken off by something else");
        }
        if (there < RECORD_HEADER) {
            return found(State.PARTIAL);
        }
        if (bytes.getUnsignedByte(at + 2) > MAX_MINOR_VERSION) {
            return malformed("stands in a record of no known version");
        }
        int fragment = bytes.getUnsignedShort(at + 3);
        if (fragment == 0 || fragment > MAX_FRAGMENT) {
            return malformed("stands in a record that is empty or too long");
        }
        if (++records > MAX_RECORDS || at - from + RECORD_HEADER + fragment > MAX_BYTES) {
            return malformed("is spread over too many records or bytes");
        }
        return null;
    }

    private boolean isHandshake(int there) {
        boolean type = there < 1 || bytes.getByte(at) == HANDSHAKE;
        boolean version = there < 2 || bytes.getByte(at + 1) == MAJOR_VERSION;
        return type && version;
    }

    private static Found found(State state) {
        return new Found(state, 0, 0, "");
    }

    private static Found malformed(String problem) {
        return new Found(State.MALFORMED, 0, 0, problem);
    }
}
