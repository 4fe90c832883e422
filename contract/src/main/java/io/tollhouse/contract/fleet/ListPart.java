package io.tollhouse.contract.fleet;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A list file of a published document. Its entries travel on {@link Topic#CHUNKS}, cut into chunks that the manifests of many
 * revisions share.
 *
 * @param hash SHA-256 of the hashes of its chunks, one after the other as they are written here, so that equal lists are known without
 *     their entries
 * @param entries how many hosts are in it, each counted once
 * @param chunks that hold them all, in their order, each at most {@value #MAX_CHUNK_BYTES} bytes
 */
public record ListPart(String hash, int entries, List<Chunk> chunks) {

    /** The largest chunk, in bytes. */
    public static final int MAX_CHUNK_BYTES = 512 * 1024;

    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    public ListPart {
        requireHash(hash);
        chunks = List.copyOf(chunks);
    }

    /**
     * Where a part of the entries stands.
     *
     * @param hash SHA-256 of the chunk's bytes, in hexadecimal; its key on the topic, and what it is known by
     * @param offset at which it was written, to be found quickly; where it was written again it stands elsewhere
     */
    public record Chunk(String hash, long offset) {
        public Chunk {
            requireHash(hash);
            if (offset < 0) {
                throw new IllegalArgumentException("an offset is at least 0, was " + offset);
            }
        }
    }

    /** Files are named by it. */
    private static void requireHash(String hash) {
        if (!SHA_256.matcher(hash).matches()) {
            throw new IllegalArgumentException("a SHA-256 has 64 hexadecimal digits");
        }
    }
}
