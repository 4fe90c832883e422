package io.tollhouse.cli.archive;

import io.tollhouse.contract.fleet.ArchiveManifest.Part;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Writes one file of an archive. */
public final class PartWriter implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final String name;
    private final FileChannel channel;
    private final OutputStream out;
    private final MessageDigest sha256 = Sha256.digest();
    private long lines;
    private long bytes;

    PartWriter(Path folder, String name) throws IOException {
        this.name = name;
        channel = FileChannel.open(folder.resolve(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
    }

    /** One document, without a line's end. */
    public void add(byte[] document) throws IOException {
        write(document);
        write(new byte[] {'\n'});
        lines++;
    }

    private void write(byte[] some) throws IOException {
        out.write(some);
        sha256.update(some);
        bytes += some.length;
    }

    /** All of it is on the disk once this returns. Nothing may be added behind it. */
    Part finish() throws IOException {
        out.flush();
        channel.force(true);
        return new Part(name, lines, bytes, HexFormat.of().formatHex(sha256.digest()));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
