package io.tollhouse.proxy.upstream;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.zip.CRC32C;

/** Bytes that two sockets send each other, told apart by a checksum. Each block of them is another. */
final class RandomBytes {
    private static final int BLOCK = 32 << 10;

    private RandomBytes() {}

    /**
     * Sends so many bytes, and the end. Returns their checksum.
     *
     * @param length a multiple of 32 KiB
     */
    static long send(Socket socket, long seed, int length) {
        var block = new byte[BLOCK];
        new Random(seed).nextBytes(block);
        var checksum = new CRC32C();
        try {
            for (int left = length; left > 0; left -= BLOCK) {
                ByteBuffer.wrap(block).putInt(left);
                checksum.update(block);
                socket.getOutputStream().write(block);
            }
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return checksum.getValue();
    }

    /** Reads to the end. Returns the checksum of what came. */
    static long receive(Socket socket) {
        var checksum = new CRC32C();
        var block = new byte[BLOCK];
        try {
            var in = socket.getInputStream();
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                checksum.update(block, 0, read);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return checksum.getValue();
    }
}
