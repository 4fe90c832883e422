package io.tollhouse.cli.archive;

import io.tollhouse.contract.fleet.ArchiveManifest;
import io.tollhouse.contract.fleet.NotBelieved;
import io.tollhouse.contract.fleet.SignedArchive;
import io.tollhouse.contract.fleet.TrustedKeys;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.HexFormat;

/** Reads an archive whose manifest a trusted key has signed. */
public final class ArchiveReader {
    private static final int MAX_MANIFEST = 1 << 18;

    /** A stored record has little more than 64 KiB, an envelope at most its original in Base64. */
    private static final int MAX_LINE = 1 << 20;

    private static final int BUFFER = 1 << 16;

    private final Path archive;
    private final ArchiveManifest manifest;

    private ArchiveReader(Path archive, ArchiveManifest manifest) {
        this.archive = archive;
        this.manifest = manifest;
    }

    /**
     * Believes its manifest; reads none of the other files yet.
     *
     * @throws IOException where it cannot be read
     */
    public static ArchiveReader open(Path archive, TrustedKeys trusted) throws IOException, NotBelieved {
        try (var in = Files.newInputStream(archive.resolve(ArchiveWriter.MANIFEST))) {
            return new ArchiveReader(
                    archive,
                    SignedArchive.verify(in.readNBytes(MAX_MANIFEST + 1), trusted)
                            .manifest());
        }
    }

    public ArchiveManifest manifest() {
        return manifest;
    }

    /** Takes one document. */
    @FunctionalInterface
    public interface Each {
        void accept(byte[] document) throws IOException;
    }

    /**
     * Reads one of its files to the end.
     *
     * @throws NotBelieved at the end, where the file is not the one that was signed; what it gave out is worth nothing then
     */
    public void read(String part, Each each) throws IOException, NotBelieved {
        var sha256 = Sha256.digest();
        long lines = 0;
        try (var in = new BufferedInputStream(
                new DigestInputStream(Files.newInputStream(archive.resolve(part)), sha256), BUFFER)) {
            for (var line = line(in, part); line.length > 0; line = line(in, part)) {
                each.accept(line);
                lines++;
            }
        }
        var signed = manifest.part(part);
        if (lines != signed.lines()
                || !HexFormat.of().formatHex(sha256.digest()).equals(signed.sha256())) {
            throw new NotBelieved("its " + part + " is not the file that was signed: it was changed, or is damaged");
        }
    }

    /** Empty at the end: no document is. */
    private static byte[] line(InputStream in, String part) throws IOException, NotBelieved {
        var line = new ByteArrayOutputStream(1024);
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            line.write(b);
            if (line.size() > MAX_LINE) {
                throw new NotBelieved("its " + part + " has a line that is too long for a document");
            }
        }
        return line.toByteArray();
    }
}
