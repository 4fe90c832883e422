package io.tollhouse.local.elasticsearch;

import io.tollhouse.local.files.Trees;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The server's files, unpacked once for each folder; whoever comes second waits or finds them. */
final class Distribution {
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwxr-xr-x");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-r--r--");

    private Distribution() {}

    /**
     * The server's home below a folder, unpacked there if it is not yet.
     *
     * @param zip {@code elasticsearch-VERSION.zip}, with one folder of that name in it
     */
    static Path unpacked(Path zip, Path below) throws IOException {
        var name = zip.getFileName().toString().replaceFirst("\\.zip$", "");
        var home = below.resolve(name);
        if (Files.isDirectory(home)) {
            return home;
        }
        Files.createDirectories(below);
        var lock = below.resolve("." + name + ".lock");
        try (var channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var held = channel.lock()) {
            if (held.isValid() && !Files.isDirectory(home)) {
                unpack(zip, name, home);
            }
        }
        return home;
    }

    private static void unpack(Path zip, String name, Path home) throws IOException {
        var partial = home.resolveSibling("." + name + ".partial");
        Trees.delete(partial);
        Files.createDirectory(partial);
        Files.setPosixFilePermissions(partial, FOLDER);
        try (var file = new ZipFile(zip.toFile())) {
            for (var entries = file.entries(); entries.hasMoreElements(); ) {
                write(file, entries.nextElement(), partial);
            }
        }
        Files.move(partial.resolve(name), home, StandardCopyOption.ATOMIC_MOVE);
        Trees.delete(partial);
    }

    private static void write(ZipFile zip, ZipEntry entry, Path folder) throws IOException {
        var path = folder.resolve(entry.getName()).normalize();
        if (!path.startsWith(folder)) {
            throw new IOException(zip.getName() + ": an entry leads out of the folder: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            Files.setPosixFilePermissions(path, FOLDER);
            return;
        }
        try (var in = zip.getInputStream(entry)) {
            Files.copy(in, path);
        }
        Files.setPosixFilePermissions(path, FILE);
    }
}
