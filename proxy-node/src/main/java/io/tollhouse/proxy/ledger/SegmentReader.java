package io.tollhouse.proxy.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the entries of one segment, and finds the next one behind damage. One thread reads.
 *
 * <p>A segment of an earlier run has zeros behind its last entry, or the part of one that was being written.
 */
final class SegmentReader {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentReader.class);
    private static final int BLOCK = 256 << 10;

    private final Segment segment;
    private final Entry.Checksum checksum;
    private ByteBuffer block = ByteBuffer.allocate(0);
    private long blockAt;
    private long position = SegmentHead.SIZE;
    private boolean damaged;

    SegmentReader(Segment segment, Entry.Checksum checksum) {
        this.segment = segment;
        this.checksum = checksum;
    }

    /** The next entry up to the segment's end as it is now; null where there is none. */
    @Nullable
    Entry next() throws IOException {
        long end = segment.end();
        while (position + Entry.HEADER <= end) {
            var entry = at(end);
            if (entry != null) {
                position += entry.size();
                damaged = false; // what was lost before it, its sequence tells
                return entry;
            }
            damaged |= block.getLong((int) (position - blockAt)) != 0;
            position += Entry.ALIGNMENT;
        }
        return null;
    }

    private @Nullable Entry at(long end) throws IOException {
        load(Entry.HEADER, end);
        int size = Entry.sizeAt(block, (int) (position - blockAt));
        if (size == 0 || position + size > end) {
            return null;
        }
        load(size, end);
        return Entry.decode(block, (int) (position - blockAt), checksum);
    }

    /** Has so many bytes from the position on in the block. What the file does not have is zero. */
    private void load(int bytes, long end) throws IOException {
        if (position >= blockAt && position + bytes <= blockAt + block.limit()) {
            return;
        }
        if (block.capacity() == 0) {
            block = ByteBuffer.allocate(BLOCK);
        }
        block.clear().limit((int) Math.min(BLOCK, end - position));
        Arrays.fill(block.array(), 0, block.limit(), (byte) 0);
        try {
            segment.read(block, position);
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) { // a bad spot of the disk must not keep the rest back
            damaged = true;
            LOG.error("cannot read {} at {}: {}", segment.path(), position, e.toString());
        }
        block.position(0);
        blockAt = position;
    }

    /** Whether there is something behind the last entry that is neither an entry nor empty. */
    boolean isDamaged() {
        return damaged;
    }

    Segment segment() {
        return segment;
    }
}
