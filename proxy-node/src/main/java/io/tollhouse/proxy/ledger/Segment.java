package io.tollhouse.proxy.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of the ledger. One thread appends; others read what {@link #end} covers. All its bytes are there before the first
 * record is, as zeros, so that a full disk is found out while nobody waits.
 */
final class Segment {
    private static final int ZEROS = 64 << 10;

    private final Path path;
    private final FileChannel channel;
    private final long size;
    private volatile long end = SegmentHead.SIZE;
    private volatile long last = -1;
    private volatile boolean sealed;
    private volatile boolean condemned;

    private Segment(Path path, FileChannel channel, long size) {
        this.path = path;
        this.channel = channel;
        this.size = size;
    }

    /** Makes one that is empty; when this returns its room is on disk. */
    static Segment create(Path path, long size) throws IOException {
        var channel = FileChannel.open(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            var zeros = ByteBuffer.allocateDirect(ZEROS);
            for (long at = 0; at < size; at += zeros.limit()) {
                zeros.clear().limit((int) Math.min(ZEROS, size - at));
                write(channel, zeros, at);
            }
            channel.force(true);
            return new Segment(path, channel, size);
        } catch (IOException e) {
            channel.close();
            Files.deleteIfExists(path);
            throw e;
        }
    }

    /** Opens one that another run has left, to be read. */
    static Segment open(Path path) throws IOException {
        var channel = FileChannel.open(path, StandardOpenOption.READ);
        var segment = new Segment(path, channel, channel.size());
        segment.end = segment.size;
        segment.sealed = true;
        return segment;
    }

    private static void write(FileChannel channel, ByteBuffer bytes, long at) throws IOException {
        long to = at;
        while (bytes.hasRemaining()) {
            to += channel.write(bytes, to);
        }
    }

    /** Before the first record. */
    void begin(SegmentHead head) throws IOException {
        last = head.first() - 1;
        write(channel, head.encode(), 0);
    }

    /** Adds an entry, for which there must be {@link #room}. After a failure nothing was added. */
    void append(ByteBuffer entry, long sequence) throws IOException {
        long from = end;
        int length = entry.remaining();
        write(channel, entry, from);
        last = sequence; // before the end, so that who sees the end sees it too
        end = from + length;
    }

    /** Bytes that fit in still. */
    long room() {
        return size - end;
    }

    /** Has what was appended on disk. */
    void sync() throws IOException {
        channel.force(false);
    }

    /** Reads up to the end, or fewer bytes where somebody has cut the file. */
    void read(ByteBuffer into, long at) throws IOException {
        long from = at;
        while (into.hasRemaining()) {
            int got = channel.read(into, from);
            if (got < 0) {
                return;
            }
            from += got;
        }
    }

    /** Where the next entry will begin; of one that was left, the file's size. */
    long end() {
        return end;
    }

    /** The sequence of the last entry; below the first where there is none. Unknown, and negative, of one that was left. */
    long last() {
        return last;
    }

    /** Nothing will be added any more. */
    void seal() {
        sealed = true;
    }

    boolean isSealed() {
        return sealed;
    }

    /** It cannot be relied on: nothing more is to be added. */
    void condemn() {
        condemned = true;
    }

    boolean isCondemned() {
        return condemned;
    }

    /** Whether the file is still at its place, and whole. */
    boolean isThere() {
        try {
            return Files.size(path) == size && channel.size() == size;
        } catch (IOException e) {
            return false;
        }
    }

    Path path() {
        return path;
    }

    /** Its content is where it belongs. */
    void delete() throws IOException {
        channel.close();
        Files.deleteIfExists(path);
    }

    /** It stays for the next run. */
    void close() throws IOException {
        channel.close();
    }
}
