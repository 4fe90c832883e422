package io.tollhouse.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Starts a JVM with an archive of its classes, which halves its start. The archive is written at the first clean end, and
 * again when a jar is newer. A JVM that fails with it runs without it the next time.
 */
public final class ArchivedJvm implements Service.Starter {
    private static final List<String> QUIET = List.of("-Xlog:cds=off", "-Xlog:cds+dynamic=off");
    private static final int EXIT_OK = 0;

    /** A JVM that SIGTERM ends has run its shutdown hooks and written its archive before. */
    private static final int EXIT_TERMINATED = 143;

    /** What a JVM answers to settings with which it does not start: not the archive's fault. */
    private static final int EXIT_USAGE = 2;

    /** Says what is started, without the archive; asked at every start. */
    @FunctionalInterface
    public interface Source {
        /**
         * Called before each start.
         *
         * @throws IOException with a sentence for people
         */
        JavaCommand command() throws IOException;
    }

    private final Path archive;
    private final Path fresh;
    private final boolean writes;
    private final Source source;
    private final Map<String, String> environment;
    private boolean used;

    /**
     * Names what it is made of.
     *
     * @param archive may be missing; processes with the same class path and main class may share one
     * @param writes whether this process writes the archive when it is missing, or only uses it
     */
    public ArchivedJvm(Path archive, boolean writes, Source source, Map<String, String> environment) {
        this.archive = archive;
        this.fresh = archive.resolveSibling(
                archive.getFileName() + "." + ProcessHandle.current().pid()); // two fleets may write theirs at once
        this.writes = writes;
        this.source = source;
        this.environment = Map.copyOf(environment);
    }

    @Override
    public Launch launch() throws IOException {
        var command = source.command();
        var flags = new ArrayList<String>(QUIET);
        used = isUsable(command.classPath());
        if (used) {
            flags.add("-XX:SharedArchiveFile=" + archive);
        } else if (writes && canWrite()) {
            flags.add("-XX:ArchiveClassesAtExit=" + fresh);
        }
        flags.addAll(command.flags());
        var words = new JavaCommand(flags, command.classPath(), command.main(), command.arguments()).words();
        return new Launch(words, environment, new byte[0]);
    }

    private boolean isUsable(List<Path> classPath) throws IOException {
        if (!Files.exists(archive)) {
            return false;
        }
        var newest = FileTime.fromMillis(0);
        for (var jar : classPath) {
            var time = Files.getLastModifiedTime(jar);
            newest = time.compareTo(newest) > 0 ? time : newest;
        }
        return Files.getLastModifiedTime(archive).compareTo(newest) >= 0;
    }

    private boolean canWrite() {
        try {
            Files.createDirectories(archive.getParent());
            Files.deleteIfExists(fresh);
            return Files.isWritable(archive.getParent());
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void ended(int exit, boolean wasReady) {
        try {
            if (used && !wasReady && exit != EXIT_OK && exit != EXIT_TERMINATED && exit != EXIT_USAGE) {
                Files.deleteIfExists(archive);
            } else if (!used && writes && wasReady && (exit == EXIT_OK || exit == EXIT_TERMINATED)) {
                Files.move(fresh, archive, StandardCopyOption.ATOMIC_MOVE);
            }
            Files.deleteIfExists(fresh);
        } catch (IOException e) {
            // without an archive the next start is slower, and nothing else
        }
    }
}
