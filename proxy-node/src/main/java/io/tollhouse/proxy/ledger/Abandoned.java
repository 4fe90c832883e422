package io.tollhouse.proxy.ledger;

import io.tollhouse.contract.files.WholeFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ledgers of other nodes under the same root that nobody has locked for a while: their nodes are gone, as containers go that have a new
 * name each time. They are moved, whole and at once, into the folder of this node. Used by the drain's thread.
 */
final class Abandoned {
    private static final Logger LOG = LoggerFactory.getLogger(Abandoned.class);
    private static final String LEDGER = "ledger";
    private static final String FLEET = "fleet";

    private final Path root;
    private final Path own;
    private final String fleet;
    private final Duration patience;
    private final LongSupplier nanoTime;
    private final Map<Path, Long> unlockedSince = new HashMap<>();

    /**
     * Beside a node's own folder.
     *
     * @param own folder of this node
     * @param fleet of this node: what others have left is sent where this one sends its own
     * @param patience how long nobody must have locked a folder
     */
    Abandoned(Path own, String fleet, Duration patience, LongSupplier nanoTime) {
        this.fleet = fleet;
        this.root = Objects.requireNonNull(own.toAbsolutePath().getParent(), "a node has a folder of its own");
        this.own = own.toAbsolutePath();
        this.patience = patience;
        this.nanoTime = nanoTime;
    }

    /** Moves those that are due here; the moved folders. What cannot be looked at is passed over, and logged. */
    List<Path> take() {
        var taken = new ArrayList<Path>();
        try (var folders = Files.newDirectoryStream(root, Files::isDirectory)) {
            for (var folder : folders) {
                if (!folder.equals(own) && Files.isDirectory(folder.resolve(LEDGER)) && isDue(folder)) {
                    move(folder, taken);
                }
            }
        } catch (IOException e) {
            LOG.warn("cannot look for what other nodes have left in {}: {}", root, e.toString());
        }
        return taken;
    }

    private boolean isDue(Path folder) throws IOException {
        if (!isOfThisFleet(folder.resolve(LEDGER))
                || !hasRecords(folder.resolve(LEDGER))
                || !whileLocked(folder, () -> {})) {
            unlockedSince.remove(folder);
            return false;
        }
        long since = unlockedSince.computeIfAbsent(folder, first -> nanoTime.getAsLong());
        return nanoTime.getAsLong() - since >= patience.toNanos();
    }

    /** Where a folder says nothing of it, nobody knows. */
    private boolean isOfThisFleet(Path ledger) throws IOException {
        var said = ledger.resolve(FLEET);
        return Files.exists(said) && Files.readString(said).strip().equals(fleet);
    }

    /** Says of a ledger which fleet it belongs to. */
    static void mark(Path ledger, String fleet) throws IOException {
        WholeFile.write(ledger.resolve(FLEET), fleet + "\n");
    }

    private static boolean hasRecords(Path ledger) throws IOException {
        try (var files = Files.newDirectoryStream(ledger, "*.{segment,open}")) {
            return files.iterator().hasNext();
        }
    }

    private void move(Path folder, List<Path> taken) throws IOException {
        unlockedSince.remove(folder);
        var to = Leftovers.adopted(own.resolve(LEDGER)).resolve(folder.getFileName() + "-" + System.nanoTime());
        Files.createDirectories(to.getParent());
        boolean moved =
                whileLocked(folder, () -> Files.move(folder.resolve(LEDGER), to, StandardCopyOption.ATOMIC_MOVE));
        if (moved) {
            LOG.info("nobody has locked {} for {}: its records are sent from here", folder, patience);
            taken.add(to);
        }
    }

    private interface Act {
        void run() throws IOException;
    }

    /** Says whether it could be done, which it cannot while the folder's node lives. */
    private static boolean whileLocked(Path folder, Act act) throws IOException {
        try (var channel =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            var lock = channel.tryLock();
            if (lock == null) {
                return false;
            }
            act.run();
            return true;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }
}
