package io.tollhouse.local.elasticsearch;

import io.tollhouse.contract.files.WholeFile;
import io.tollhouse.local.process.JavaCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/**
 * Where the server's files are and as whom it runs. An id without rights cannot pass a closed home: then the files stand
 * below {@code /var/tmp/tollhouse-<uid>}, and a file in the data folder says where.
 *
 * @param home the unpacked distribution
 * @param folder with {@code config}, {@code data}, {@code logs} and {@code tmp} of this server
 */
record ServerPlace(Path home, Path folder, ServerIdentity identity) {
    /** In the data folder: the one line is the folder that stands in for it. */
    static final String ELSEWHERE = "elasticsearch.elsewhere";

    private static final Path SHARED = Path.of("/var/tmp");

    static ServerPlace find(Path zip, Path cache, Path data) throws IOException {
        var identity = ServerIdentity.find();
        if (!identity.can("-x", JavaCommand.program())) {
            throw new IOException("Elasticsearch does not run as root, and the Java in " + JavaCommand.program()
                    + " cannot be run by others; use one below /usr, or start as another user");
        }
        return new ServerPlace(home(identity, zip, cache), folder(identity, data), identity);
    }

    Path config() {
        return folder.resolve("config");
    }

    Path data() {
        return folder.resolve("data");
    }

    Path logs() {
        return folder.resolve("logs");
    }

    Path tmp() {
        return folder.resolve("tmp");
    }

    private static Path home(ServerIdentity identity, Path zip, Path cache) throws IOException {
        var here = Distribution.unpacked(zip, cache);
        if (identity.can("-r", here.resolve("lib"))) {
            return here;
        }
        return Distribution.unpacked(zip, shared());
    }

    private static Path folder(ServerIdentity identity, Path data) throws IOException {
        var note = data.resolve(ELSEWHERE);
        if (Files.exists(note)) {
            return made(identity, Path.of(Files.readString(note).strip()));
        }
        var here = made(identity, data.resolve("elasticsearch"));
        if (identity.can("-w", here)) {
            return here;
        }
        Files.delete(here);
        var name = "data-" + UUID.nameUUIDFromBytes(data.toString().getBytes(StandardCharsets.UTF_8));
        var elsewhere = made(identity, shared().resolve(name));
        WholeFile.write(note, elsewhere + "\n");
        return elsewhere;
    }

    private static Path made(ServerIdentity identity, Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
        identity.own(folder);
        return folder;
    }

    /** A folder below one that all may write to: only ours, or somebody else could have laid it out for us. */
    private static Path shared() throws IOException {
        int us = ServerIdentity.owner(Path.of("/proc/self"));
        var folder = SHARED.resolve("tollhouse-" + us);
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        var permissions = Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS);
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                || ServerIdentity.owner(folder) != us
                || permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new IOException(folder + " is not a folder that only we may write to; remove it");
        }
        return folder;
    }
}
