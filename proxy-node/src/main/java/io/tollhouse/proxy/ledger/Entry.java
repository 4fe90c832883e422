package io.tollhouse.proxy.ledger;

import io.tollhouse.contract.audit.Stage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One record as it lies in a segment: its length and a checksum (four bytes each), sequence and request (eight each), lane
 * (four), stage (one), three that are zero, and the record's bytes, filled up to a multiple of eight. A length of zero is
 * the end.
 *
 * @param request {@link #request} of its id
 * @param lane which agent it is of; see {@link Lanes}
 */
record Entry(long sequence, long request, int lane, Stage stage, byte[] bytes) {
    /** Where entries can begin, so that one behind damage can be found again. */
    static final int ALIGNMENT = 8;

    static final int HEADER = 32;

    /** No record is longer, by construction. */
    static final int MAX_BYTES = 64 << 10;

    /** What an entry takes at most. */
    static final int MAX = HEADER + MAX_BYTES;

    private static final int CHECKED_FROM = 8;
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    /** What the checksums of a stream are made with: an entry of another boot or stream is none of this one. Not thread-safe. */
    static final class Checksum {
        private final CRC32C crc = new CRC32C();
        private final byte[] whose;

        Checksum(String boot, int stream) {
            whose = (boot + "/" + stream).getBytes(StandardCharsets.US_ASCII);
        }

        private int of(ByteBuffer header, ByteBuffer bytes) {
            crc.reset();
            crc.update(whose);
            crc.update(header);
            crc.update(bytes);
            return (int) crc.getValue();
        }
    }

    /** What stands for a request id: FNV-1a, 64 bits. The ids are the node's own, so nobody can choose two that meet. */
    static long request(@Nullable Object id) {
        long hash = FNV_OFFSET;
        var text = String.valueOf(id);
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return hash;
    }

    /** What it takes in a segment. */
    int size() {
        return size(bytes.length);
    }

    private static int size(int length) {
        return (HEADER + length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /** Leaves the buffer with the entry in it, ready to be written. */
    void encode(ByteBuffer into, Checksum checksum) {
        into.clear();
        into.putInt(bytes.length).putInt(0);
        into.putLong(sequence).putLong(request).putInt(lane);
        into.put((byte) stage.code()).put((byte) 0).putShort((short) 0);
        into.put(bytes);
        while (into.position() < size()) {
            into.put((byte) 0);
        }
        into.flip();
        into.putInt(4, checksum.of(into.slice(CHECKED_FROM, HEADER - CHECKED_FROM), into.slice(HEADER, bytes.length)));
    }

    /** How much an entry would take that begins here; zero where none can. Needs {@value #HEADER} bytes. */
    static int sizeAt(ByteBuffer in, int at) {
        int length = in.getInt(at);
        return length > 0 && length <= MAX_BYTES ? size(length) : 0;
    }

    /** The entry that begins here; null where what is here is none of this stream. Needs {@link #sizeAt} bytes, at least. */
    static @Nullable Entry decode(ByteBuffer in, int at, Checksum checksum) {
        int length = in.getInt(at);
        int sum = checksum.of(in.slice(at + CHECKED_FROM, HEADER - CHECKED_FROM), in.slice(at + HEADER, length));
        var stage = Stage.of(in.get(at + 28));
        if (sum != in.getInt(at + 4) || stage == null) {
            return null;
        }
        var bytes = new byte[length];
        in.get(at + HEADER, bytes);
        return new Entry(in.getLong(at + 8), in.getLong(at + 16), in.getInt(at + 24), stage, bytes);
    }
}
