package io.tollhouse.contract.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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

    private static void replace(Path file, String text, FileAttribute<?>... attributes) throws IOException {
        var beside = file.resolveSibling("." + file.getFileName() + ".new");
        Files.deleteIfExists(beside);
        Files.createFile(beside, attributes);
        Files.writeString(beside, text, StandardCharsets.UTF_8);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
