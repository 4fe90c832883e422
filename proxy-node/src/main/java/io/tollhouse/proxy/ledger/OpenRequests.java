package io.tollhouse.proxy.ledger;

import io.tollhouse.contract.audit.Stage;
import io.tollhouse.contract.audit.WrittenRecord;
import io.tollhouse.contract.files.WholeFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The requests of a stream that were admitted and have no outcome, so that the next run can give them one. What stands in segments is
 * found there; before a segment is deleted, its open admissions are written to a file beside, with how far the stream has come. For one
 * thread.
 */
final class OpenRequests {
    private static final byte[] NOTHING = {' '};

    private final Path file;
    private final Entry.Checksum checksum;
    private final Map<Long, Entry> admissions = new LinkedHashMap<>();
    private boolean written;
    private boolean closed;
    private long last = -1;

    OpenRequests(Path file, Entry.Checksum checksum) {
        this.file = file;
        this.checksum = checksum;
    }

    /** Those that stood in segments that are gone. */
    void read() throws IOException {
        try {
            var content = ByteBuffer.wrap(Files.readAllBytes(file));
            written = true;
            for (int at = 0; at + Entry.HEADER <= content.limit(); ) {
                int size = Entry.sizeAt(content, at);
                var entry = size == 0 || at + size > content.limit() ? null : Entry.decode(content, at, checksum);
                if (entry != null) {
                    put(entry);
                }
                at += Math.max(size, Entry.ALIGNMENT);
            }
        } catch (NoSuchFileException e) {
            written = false;
        }
    }

    private void put(Entry entry) {
        if (entry.stage() == Stage.STREAM) {
            last = entry.sequence();
        } else {
            admissions.put(entry.request(), entry);
        }
    }

    /** An entry of the stream, in order. */
    void saw(Entry entry) {
        last = entry.sequence();
        closed = entry.stage() == Stage.STREAM && WrittenRecord.isClosed(entry.bytes());
        if (entry.stage() == Stage.ADMISSION) {
            admissions.put(entry.request(), entry);
        } else if (entry.stage() == Stage.OUTCOME) {
            admissions.remove(entry.request());
        }
    }

    /** A segment is about to be deleted. */
    void write() throws IOException {
        if (closed) {
            delete();
            return;
        }
        var entries = new ArrayList<>(admissions.values());
        entries.add(new Entry(Math.max(0, last), 0, Lanes.NOBODY, Stage.STREAM, NOTHING));
        var content = new byte[entries.stream().mapToInt(Entry::size).sum()];
        var buffer = ByteBuffer.allocate(Entry.MAX + Entry.ALIGNMENT);
        int at = 0;
        for (var entry : entries) {
            entry.encode(buffer, checksum);
            buffer.get(content, at, entry.size());
            at += entry.size();
        }
        WholeFile.writeDurably(file, content);
        written = true;
    }

    /** Each has its outcome. */
    void delete() throws IOException {
        if (written) {
            Files.deleteIfExists(file);
            written = false;
        }
    }

    /** The sequence of the last record that was seen; -1 where none was. */
    long last() {
        return last;
    }

    /** Whether that one says that none follows. */
    boolean isClosed() {
        return closed;
    }

    Collection<Entry> all() {
        return List.copyOf(admissions.values());
    }
}
