package io.tollhouse.proxy.ledger;

import io.tollhouse.contract.audit.Stage;
import io.tollhouse.contract.files.WholeFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The requests of a stream that were admitted and have no outcome, so that the next run can give them one. What stands in segments is
 * found there; before a segment is deleted, its open admissions are written to a file beside. For one thread.
 */
final class OpenRequests {
    private final Path file;
    private final Entry.Checksum checksum;
    private final Map<Long, Entry> admissions = new LinkedHashMap<>();
    private boolean written;

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
                    admissions.put(entry.request(), entry);
                }
                at += Math.max(size, Entry.ALIGNMENT);
            }
        } catch (NoSuchFileException e) {
            written = false;
        }
    }

    /** An entry of the stream, in order. */
    void saw(Entry entry) {
        if (entry.stage() == Stage.ADMISSION) {
            admissions.put(entry.request(), entry);
        } else if (entry.stage() == Stage.OUTCOME) {
            admissions.remove(entry.request());
        }
    }

    /** A segment is about to be deleted. */
    void write() throws IOException {
        if (admissions.isEmpty()) {
            delete();
            return;
        }
        int size = admissions.values().stream().mapToInt(Entry::size).sum();
        var content = new byte[size];
        var buffer = ByteBuffer.allocate(Entry.MAX + Entry.ALIGNMENT);
        int at = 0;
        for (var admission : admissions.values()) {
            admission.encode(buffer, checksum);
            buffer.get(content, at, admission.size());
            at += admission.size();
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

    Collection<Entry> all() {
        return List.copyOf(admissions.values());
    }
}
