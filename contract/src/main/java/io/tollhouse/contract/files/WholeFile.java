package io.tollhouse.contract.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Writes a file beside its place and renames it, so that a reader sees the old text or the new one. */
public final class WholeFile {
    private static final FileAttribute<?> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private WholeFile() {}

    public static void write(Path file, String text) throws IOException {
        replace(file, text, new FileAttribute<?>[0]);
    }

    /** Readable by its owner only, from the first moment on. */
    public static void writePrivate(Path file, String text) throws IOException {
        replace(file, text, PRIVATE);
    }

    /** One that survives a power loss once this returns. */
    public static void writeDurably(Path file, String text) throws IOException {
        writeDurably(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The same of bytes. */
    public static void writeDurably(Path file, byte[] content) throws IOException {
        var beside = beside(file);
        try (var channel = FileChannel.open(
                beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            var bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        DurableFolder.sync(file);
    }

    private static Path beside(Path file) {
        return file.resolveSibling("." + file.getFileName() + ".new");
    }

    private static void replace(Path file, String text, FileAttribute<?>... attributes) throws IOException {
        var beside = beside(file);
        Files.deleteIfExists(beside);
        Files.createFile(beside, attributes);
        Files.writeString(beside, text, StandardCharsets.UTF_8);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
