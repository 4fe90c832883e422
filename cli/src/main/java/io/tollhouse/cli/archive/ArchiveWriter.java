package io.tollhouse.cli.archive;

import io.tollhouse.contract.files.DurableFolder;
import io.tollhouse.contract.files.WholeFile;
import io.tollhouse.contract.fleet.ArchiveManifest;
import io.tollhouse.contract.fleet.ArchiveManifest.Part;
import io.tollhouse.contract.fleet.SignedArchive;
import io.tollhouse.contract.fleet.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Function;

/** Writes an archive beside its place, and renames it when all of it is on the disk. */
public final class ArchiveWriter implements AutoCloseable {
    static final String MANIFEST = "manifest.json";

    private final Path place;
    private final Path beside;
    private final PartWriter records;
    private final PartWriter lookedUp;

    private ArchiveWriter(Path place, Path beside) throws IOException {
        this.place = place;
        this.beside = beside;
        records = new PartWriter(beside, ArchiveManifest.RECORDS);
        lookedUp = new PartWriter(beside, ArchiveManifest.BESIDE);
    }

    /** The folder of a day's archive. */
    public static Path place(Path folder, LocalDate day) {
        return folder.resolve("tollhouse-audit-" + day);
    }

    /**
     * Begins an archive; what an attempt before has left beside its place is removed.
     *
     * @param folder of all archives, made where it is not there
     * @throws IOException where the archive is there already, or nothing can be written
     */
    public static ArchiveWriter begin(Path folder, LocalDate day) throws IOException {
        var place = place(folder.toAbsolutePath(), day);
        if (Files.exists(place)) {
            throw new IOException(place + " is there already, and no archive is written over");
        }
        Files.createDirectories(folder);
        var beside = place.resolveSibling("." + place.getFileName() + ".new");
        clear(beside);
        Files.createDirectory(beside);
        return new ArchiveWriter(place, beside);
    }

    /** The documents of the day. */
    public PartWriter records() {
        return records;
    }

    /** What was looked up to check them. */
    public PartWriter lookedUp() {
        return lookedUp;
    }

    /**
     * Signs it and puts it in its place.
     *
     * @param manifest made of the files
     * @return where it is
     */
    public Path finish(Function<List<Part>, ArchiveManifest> manifest, SigningKey key) throws IOException {
        var parts = List.of(records.finish(), lookedUp.finish());
        var signed = SignedArchive.sign(manifest.apply(parts), key);
        WholeFile.writeDurably(beside.resolve(MANIFEST), signed.bytes());
        Files.move(beside, place, StandardCopyOption.ATOMIC_MOVE);
        DurableFolder.sync(place);
        return place;
    }

    private static void clear(Path beside) throws IOException {
        for (var name : List.of(ArchiveManifest.RECORDS, ArchiveManifest.BESIDE, MANIFEST, "." + MANIFEST + ".new")) {
            Files.deleteIfExists(beside.resolve(name));
        }
        Files.deleteIfExists(beside);
    }

    /** Leaves nothing of what was not finished. */
    @Override
    public void close() throws IOException {
        records.close();
        lookedUp.close();
        clear(beside);
    }
}
