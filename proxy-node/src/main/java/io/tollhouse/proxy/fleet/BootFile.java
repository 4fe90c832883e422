package io.tollhouse.proxy.fleet;

import io.tollhouse.contract.files.WholeFile;
import io.tollhouse.process.health.Health;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The last runs of a node, as they stand in its own folder: whoever holds the lock of the folder knows that they are over. A disk
 * that does not take them never stops a start.
 */
public final class BootFile implements AutoCloseable {
    /** So many starts within 15 seconds are not waited for. */
    private static final int KEPT = 16;

    private static final int ATTEMPTS = 10;
    private static final long ATTEMPT_MILLIS = 20;
    private static final int MAX_BYTES = 4_096;
    private static final Pattern BOOT = Pattern.compile("[0-9a-f]{12}");

    private final Path file;
    private final Health.Part health;
    private final @Nullable FileLock lock;
    private boolean isInUse;
    private Set<String> previous = Set.of();

    /**
     * Locks the folder as long as the process lives, reads the runs before this one, and adds this one.
     *
     * @param folder of this node alone
     */
    public BootFile(Path folder, String boot, Health health) {
        this.file = folder.resolve("boot");
        this.health = health.part("boot");
        this.lock = lock(folder.resolve("lock"));
        if (lock != null) {
            enter(boot);
        }
    }

    private @Nullable FileLock lock(Path at) {
        try {
            var channel = FileChannel.open(at, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            var taken = channel.tryLock();
            for (int i = 0;
                    taken == null && i < ATTEMPTS;
                    i++) { // another node looks whether somebody has it, for a moment
                Thread.sleep(ATTEMPT_MILLIS);
                taken = channel.tryLock();
            }
            if (taken == null) {
                channel.close();
                inUse();
            }
            return taken;
        } catch (OverlappingFileLockException e) {
            inUse();
        } catch (IOException e) {
            failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return null;
    }

    private void inUse() {
        isInUse = true;
        health.degraded("another process uses the folder of this node, " + file.getParent()
                + ". Give each node a node.id of its own, and restart this one");
    }

    private void failed(IOException e) {
        health.degraded("cannot write " + file + " (" + e
                + "). Look at the folder of ledger.dir: without it a start after a" + " crash is not ready for 15 s");
    }

    private void enter(String boot) {
        try {
            previous = read();
            var all = new LinkedHashSet<String>(Set.of(boot));
            all.addAll(previous);
            WholeFile.writeDurably(file, all.stream().limit(KEPT).collect(Collectors.joining("\n", "", "\n")));
        } catch (IOException e) {
            failed(e);
        }
    }

    /** What is no boot id is passed over: damage must not stop a start. */
    private Set<String> read() throws IOException {
        try (var in = Files.newInputStream(file)) {
            var text = new String(in.readNBytes(MAX_BYTES), StandardCharsets.US_ASCII);
            return text.lines()
                    .filter(line -> BOOT.matcher(line).matches())
                    .limit(KEPT)
                    .collect(Collectors.toCollection(LinkedHashSet::new));
        } catch (NoSuchFileException e) {
            return Set.of();
        }
    }

    /** Runs of this folder that are over; none where another process uses it. */
    public Set<String> previous() {
        return Set.copyOf(previous);
    }

    /** Whether no other process was seen to use the folder. */
    public boolean isOwn() {
        return !isInUse;
    }

    /** Lets the folder go, as the end of the process does. */
    @Override
    public void close() {
        try {
            if (lock != null) {
                lock.acquiredBy().close();
            }
        } catch (IOException e) {
            failed(e);
        }
    }
}
