package io.tollhouse.proxy.ledger;

import io.tollhouse.contract.files.WholeFile;
import io.tollhouse.contract.fleet.BootKey;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of runs that Kafka has not heard of yet, a file each: a node may die before it reaches Kafka, and who sends its records later has
 * to tell its key too. Safe from any thread.
 */
final class BootKeyFiles {
    private static final Logger LOG = LoggerFactory.getLogger(BootKeyFiles.class);
    private static final String END = ".key";
    private static final int MAX_BYTES = 4_096;

    /** What cannot be removed is told again at the next start only. */
    private final List<Path> passed = new ArrayList<>();

    private final Path ledger;

    /** @param ledger folder of it, below which the ledgers of other nodes are moved to */
    BootKeyFiles(Path ledger) {
        this.ledger = ledger;
    }

    private static Path of(Path ledger) {
        return ledger.resolve("boot-keys");
    }

    /** Keeps one until it was told; says whether it is kept. */
    boolean isKept(BootKey key) {
        var folder = of(ledger);
        try {
            Files.createDirectories(folder);
            WholeFile.writeDurably(folder.resolve(key.boot() + END), key.bytes());
            return true;
        } catch (IOException e) { // the spares say so, for as long as it lasts
            LOG.error("cannot keep the key of this run in {}: {}", folder, e.toString());
            return false;
        }
    }

    /** Those that are there, also of ledgers that were moved here. */
    synchronized List<Path> files() {
        var all = new ArrayList<Path>();
        add(of(ledger), all);
        try (var others = Files.newDirectoryStream(Leftovers.adopted(ledger))) {
            others.forEach(other -> add(of(other), all));
        } catch (IOException | DirectoryIteratorException e) { // none was ever moved here
            LOG.trace("{}", e.toString());
        }
        all.removeAll(passed);
        return all;
    }

    private static void add(Path folder, List<Path> all) {
        try (var files = Files.newDirectoryStream(folder, "*" + END)) {
            files.forEach(all::add);
        } catch (IOException | DirectoryIteratorException e) { // it has none
            LOG.trace("{}", e.toString());
        }
    }

    boolean isEmpty() {
        return files().isEmpty();
    }

    /** Empty for what is none. */
    Optional<BootKey> read(Path file) {
        try (var in = Files.newInputStream(file)) {
            return BootKey.read(in.readNBytes(MAX_BYTES));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** It was told, or is nothing that can be. */
    synchronized void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            passed.add(file);
        }
    }
}
