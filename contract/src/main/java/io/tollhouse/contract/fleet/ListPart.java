package io.tollhouse.contract.fleet;

import java.util.List;

/**
 * A list file of a published document. Its entries travel on {@code tollhouse.policy.chunks}, cut into chunks that the manifests of many
 * revisions share.
 *
 * @param hash of its entries in their order of chunks, so that equal lists are known without their entries
 * @param entries how many there are
 * @param chunks that hold them all, each at most {@value #MAX_CHUNK_BYTES} bytes
 */
public record ListPart(String hash, int entries, List<Chunk> chunks) {

    /** The largest chunk, in bytes. */
    public static final int MAX_CHUNK_BYTES = 512 * 1024;

    public ListPart {
        chunks = List.copyOf(chunks);
    }

    /**
     * Where a part of the entries stands.
     *
     * @param hash SHA-256 of the chunk's bytes, in hexadecimal; its key on the topic
     * @param offset at which it was written
     */
    public record Chunk(String hash, long offset) {}
}
