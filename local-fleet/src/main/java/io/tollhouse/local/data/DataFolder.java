package io.tollhouse.local.data;

import io.tollhouse.local.files.Trees;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The folder of one fleet, held by one process at a time. */
public final class DataFolder implements AutoCloseable {
    /** The file by which we know a folder as ours. */
    static final String MARKER = ".tollhouse-fleet";

    private static final String LOCK = "lock";
    private static final String MARKER_TEXT =
            "A local Tollhouse fleet lives in this folder. `./tollhouse up --fresh` deletes all that is in it.\n";

    private final Path root;
    private final FileChannel channel;

    private DataFolder(Path root, FileChannel channel) {
        this.root = root;
        this.channel = channel;
    }

    /**
     * Takes a folder, and makes it where it is not there.
     *
     * @throws Refused when it is somebody else's, or another process holds it
     */
    public static DataFolder take(Path folder) throws IOException, Refused {
        var root = folder.toAbsolutePath().normalize();
        if (Files.exists(root, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(root)) {
            throw new Refused(root + " is not a folder; name one with --data");
        }
        if (!Files.exists(root.resolve(MARKER)) && !isEmpty(root)) {
            throw new Refused(
                    root + " holds files that no Tollhouse fleet made; name an empty or a new folder with --data");
        }
        Files.createDirectories(root);
        if (!Files.isWritable(root)) {
            throw new Refused(root + " cannot be written to; name another folder with --data");
        }
        Files.writeString(root.resolve(MARKER), MARKER_TEXT);
        var data = new DataFolder(root.toRealPath(), lock(root));
        data.makeFolders();
        return data;
    }

    /** Records, logs and settings are nobody else's to read; addresses and process ids are. */
    private void makeFolders() throws IOException {
        Files.createDirectories(root.resolve("run"));
        for (var name : List.of("kafka", "ledger", "log", "conf")) {
            var folder = Files.createDirectories(root.resolve(name));
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return true;
        }
        try (var files = Files.newDirectoryStream(folder)) {
            return !files.iterator().hasNext();
        }
    }

    private static FileChannel lock(Path root) throws IOException, Refused {
        var file = root.resolve(LOCK);
        var channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        @Nullable FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            var holder = Files.readString(file).strip();
            throw new Refused("the fleet in " + root + " is held by process " + holder + "; stop that one (kill "
                    + holder + "), or start another fleet with --data and other ports");
        }
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
        return channel;
    }

    /** Deletes everything in the folder but what shows that it is ours and held. */
    public void empty() throws IOException {
        try (var files = Files.newDirectoryStream(root)) {
            for (var file : files) {
                var name = file.getFileName().toString();
                if (!name.equals(MARKER) && !name.equals(LOCK)) {
                    Trees.delete(file);
                }
            }
        }
        makeFolders();
    }

    public Path root() {
        return root;
    }

    public Path log(String part) {
        return root.resolve("log").resolve(part + ".log");
    }

    public Path pidFile(String part) {
        return root.resolve("run").resolve(part + ".pid");
    }

    /** The settings file of a part. */
    public Path conf(String file) {
        return root.resolve("conf").resolve(file);
    }

    public Path ledger() {
        return root.resolve("ledger");
    }

    /** Lets others have it. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
