package io.tollhouse.contract.policy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A list cut into chunks, each of which depends on its own entries alone: lists that differ in one entry differ in one chunk, or
 * in two where it made one too large.
 *
 * <p>The canonical lines of a list, without those that stand twice, are put in the order of their SHA-256. A chunk has all lines
 * whose hash begins with some bits, as few of them as leave it small enough; so where the cuts are does not depend on the order of the
 * file, nor on how the list came to be what it is.
 */
public final class ListChunks {
    private final HashedLines lines;
    private final int maxBytes;

    /** Of each chunk the line after its last one. */
    private final List<Integer> ends = new ArrayList<>();

    private final List<String> hashes;

    private ListChunks(HashedLines lines, int maxBytes) {
        this.lines = lines;
        this.maxBytes = maxBytes;
        split(0, lines.size(), 0);
        hashes = IntStream.range(0, ends.size())
                .mapToObj(index -> HostEntries.sha256(chunk(index)))
                .toList();
    }

    /**
     * Cuts a list.
     *
     * @param entries at most {@value ListFile#MAX_ENTRIES}; they are kept
     * @param maxBytes that a chunk may have, more than any host's line has
     */
    public static ListChunks cut(HostEntries entries, int maxBytes) {
        return new ListChunks(HashedLines.of(entries), maxBytes);
    }

    private void split(int from, int to, int bits) {
        if (from == to) {
            return;
        }
        if (lines.bytes(from, to) <= maxBytes) {
            ends.add(to);
            return;
        }
        if (bits == HashedLines.BITS) {
            throw new IllegalArgumentException("a chunk of " + maxBytes + " bytes is too small for these lines");
        }
        int middle = lines.firstWithBit(from, to, bits);
        split(from, middle, bits + 1);
        split(middle, to, bits + 1);
    }

    /** How many chunks. */
    public int size() {
        return ends.size();
    }

    /** One of them: hosts, one a line, each line with its line feed. Made anew each time. */
    public byte[] chunk(int index) {
        return lines.text(index == 0 ? 0 : ends.get(index - 1), ends.get(index));
    }

    /** SHA-256 of each chunk, as 64 hexadecimal digits. */
    public List<String> hashes() {
        return hashes;
    }

    /** How many hosts are in all chunks together; one that stands twice in the list counts once. */
    public int entries() {
        return lines.size();
    }

    /** By which the list is known. */
    public String hash() {
        return hash(hashes);
    }

    /**
     * By which a list is known that has these chunks.
     *
     * @param hashes of its chunks, in their order
     * @return SHA-256 of their digits, one after the other, as 64 hexadecimal digits
     */
    public static String hash(List<String> hashes) {
        return HostEntries.sha256(String.join("", hashes).getBytes(StandardCharsets.US_ASCII));
    }
}
