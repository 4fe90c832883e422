package io.tollhouse.proxy.policy;

import io.tollhouse.contract.files.WholeFile;
import io.tollhouse.contract.fleet.Digest;
import io.tollhouse.contract.fleet.ListPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chunks on disk, in files that are named by their hashes. What does not have the hash of its name is no chunk. */
final class ChunkFolder {
    private static final Logger LOG = LoggerFactory.getLogger(ChunkFolder.class);

    private final Path folder;

    /** @param folder made when the first chunk is written */
    ChunkFolder(Path folder) {
        this.folder = folder;
    }

    /** Whether there is a file for it. */
    boolean has(String hash) {
        return Files.isRegularFile(file(hash));
    }

    /** Empty where there is none. A damaged one is removed, so that it is written again. */
    Optional<byte[]> read(String hash) {
        if (!has(hash)) {
            return Optional.empty();
        }
        try (var in = Files.newInputStream(file(hash))) {
            var bytes = in.readNBytes(ListPart.MAX_CHUNK_BYTES + 1);
            if (Digest.sha256(bytes).equals(hash)) {
                return Optional.of(bytes);
            }
            LOG.warn("{} is damaged; it is fetched again", file(hash));
            Files.deleteIfExists(file(hash));
        } catch (IOException e) {
            LOG.warn("{} cannot be read: {}", file(hash), e.toString());
        }
        return Optional.empty();
    }

    /** A power loss after this returned leaves it there. */
    void write(String hash, byte[] bytes) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectory(folder);
        }
        WholeFile.writeDurably(file(hash), bytes);
    }

    /** Removes all others, and what a write that broke off has left. */
    void keepOnly(Set<String> hashes) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (var files = Files.newDirectoryStream(folder)) {
            for (var file : files) {
                if (!hashes.contains(file.getFileName().toString())) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private Path file(String hash) {
        return folder.resolve(hash);
    }
}
