package io.tollhouse.proxy.policy;

import io.tollhouse.contract.files.DurableFolder;
import io.tollhouse.contract.fleet.Manifest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** The last record that this node believed, as it stood on the topic, on disk. It is verified again when it is read. */
public final class LastGood {
    private final Path file;

    /** @param folder of this node alone */
    public LastGood(Path folder) {
        this.file = folder.resolve("policy.json");
    }

    /** Empty where there is none. */
    Optional<byte[]> read() throws IOException {
        try (var in = Files.newInputStream(file)) {
            return Optional.of(in.readNBytes(Manifest.MAX_BYTES + 1));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Replaces it as a whole, so that a crash or a power loss leaves the old or the new one. */
    void write(byte[] record) throws IOException {
        var next = file.resolveSibling("policy.json.next");
        try (var channel = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            var bytes = ByteBuffer.wrap(record);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        DurableFolder.sync(file);
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
