package io.tollhouse.proxy.policy;

import io.tollhouse.contract.files.WholeFile;
import io.tollhouse.contract.fleet.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** The last record that this node believed, as it stood on the topic, on disk. It is verified again when it is read. Its folder is the node's own. */
public final class LastGood {
    private final Path file;

    private LastGood(Path file) {
        this.file = file;
    }

    /** Of the policy. */
    public static LastGood policy(Path folder) {
        return new LastGood(folder.resolve("policy.json"));
    }

    /** Of what is laid over the policy. */
    public static LastGood overlay(Path folder) {
        return new LastGood(folder.resolve("overlay.json"));
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
        WholeFile.writeDurably(file, record);
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
