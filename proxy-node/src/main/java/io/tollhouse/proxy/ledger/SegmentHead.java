package io.tollhouse.proxy.ledger;

import io.tollhouse.contract.audit.EventId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * What a segment begins with: whose it is, and where its records go.
 *
 * @param stream 0 to 65535
 * @param partition of the audit topic, the same in all segments of a stream
 * @param first sequence of its first record
 */
record SegmentHead(String node, String boot, int stream, int partition, long first) {
    /** What it takes. */
    static final int SIZE = 128;

    private static final long MAGIC = 0x544c_484c_4544_4731L; // TLHLEDG1
    private static final int SUM_AT = SIZE - 4;
    private static final int NODE_LENGTH = 32;
    private static final int BOOT_LENGTH = 12;
    private static final int MAX_STREAM = 0xffff;
    private static final Pattern BOOT = Pattern.compile("[0-9a-f]{12}");

    EventId id(long sequence) {
        return new EventId(node, boot, stream, sequence);
    }

    /** The same stream, from another record on. */
    SegmentHead at(long sequence) {
        return new SegmentHead(node, boot, stream, partition, sequence);
    }

    ByteBuffer encode() {
        var bytes = ByteBuffer.allocateDirect(SIZE);
        bytes.putLong(MAGIC).putLong(first).putInt(stream).putInt(partition);
        bytes.put(node.getBytes(StandardCharsets.US_ASCII));
        bytes.position(24 + NODE_LENGTH);
        bytes.put(boot.getBytes(StandardCharsets.US_ASCII));
        bytes.putInt(SUM_AT, sum(bytes));
        return bytes.clear();
    }

    /** Empty where there is none, or a damaged one. Needs {@value #SIZE} bytes. */
    static Optional<SegmentHead> decode(ByteBuffer bytes) {
        if (bytes.getLong(0) != MAGIC || bytes.getInt(SUM_AT) != sum(bytes)) {
            return Optional.empty();
        }
        var head = new SegmentHead(
                text(bytes, 24, NODE_LENGTH),
                text(bytes, 24 + NODE_LENGTH, BOOT_LENGTH),
                bytes.getInt(16),
                bytes.getInt(20),
                bytes.getLong(8));
        return Optional.of(head).filter(SegmentHead::isSound);
    }

    private boolean isSound() {
        return EventId.isNode(node)
                && BOOT.matcher(boot).matches()
                && stream >= 0
                && stream <= MAX_STREAM
                && partition >= 0
                && first >= 0;
    }

    private static String text(ByteBuffer bytes, int at, int length) {
        var text = new byte[length];
        bytes.get(at, text);
        return new String(text, StandardCharsets.US_ASCII).replace("\0", "");
    }

    private static int sum(ByteBuffer bytes) {
        var crc = new CRC32C();
        crc.update(bytes.slice(0, SUM_AT));
        return (int) crc.getValue();
    }
}
