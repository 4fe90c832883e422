package io.tollhouse.contract.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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

    /** Of each chunk the end of its last line, in {@link HashedLines#text}. */
    private final List<Integer> ends = new ArrayList<>();

    private ListChunks(HashedLines lines, int maxBytes) {
        this.lines = lines;
        this.maxBytes = maxBytes;
        split(0, lines.size(), 0);
    }

    /**
     * Cuts a list.
     *
     * @param entries at most {@value ListFile#MAX_ENTRIES}
     * @param maxBytes that a chunk may have, more than any host's line has
     */
    public static ListChunks cut(HostEntries entries, int maxBytes) {
        return new ListChunks(HashedLines.of(entries), maxBytes);
    }

    private void split(int from, int to, int bits) {
        if (from == to) {
            return;
        }
        if (lines.start(to) - lines.start(from) <= maxBytes) {
            ends.add(lines.start(to));
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

    /** One of them: hosts, one a line, each line with its line feed. */
    public byte[] chunk(int index) {
        return Arrays.copyOfRange(lines.text(), index == 0 ? 0 : ends.get(index - 1), ends.get(index));
    }

    /** How many hosts are in all chunks together; one that stands twice in the list counts once. */
    public int entries() {
        return lines.size();
    }

    /** SHA-256 of all chunks, one after the other, as 64 hexadecimal digits. */
    public String hash() {
        return HostEntries.sha256(lines.text());
    }
}
