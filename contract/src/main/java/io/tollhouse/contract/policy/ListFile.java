package io.tollhouse.contract.policy;

import io.tollhouse.contract.address.MalformedHost;
import io.tollhouse.contract.policy.HostEntries.Shape;
import io.tollhouse.contract.yaml.Problem;
import io.tollhouse.contract.yaml.Problems;
import io.tollhouse.contract.yaml.Words;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A file with hosts, one a line, that a list of a policy names. Empty lines are skipped, and so is what stands behind a
 * {@code #}. It is read once, however many revisions of a policy name it.
 *
 * @param label what messages call the file
 * @param problems what is wrong with it, each with its line; a policy that names the file has them too
 */
public record ListFile(String label, HostEntries entries, List<Problem> problems) {

    /** The most entries that one file may have. */
    public static final int MAX_ENTRIES = 1_000_000;

    /** The most bytes that one file may have. */
    public static final int MAX_BYTES = 64 << 20;

    /** No pattern is longer, whatever script it is written in. */
    private static final int MAX_LINE = 1_024;

    /** Some programs begin a file of UTF-8 with it. */
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    /** Copies. */
    public ListFile {
        problems = List.copyOf(problems);
    }

    /**
     * Reads it.
     *
     * @param label what messages call the file
     * @param utf8 is not kept
     */
    public static ListFile read(byte[] utf8, String label) {
        var reader = new Reader(label);
        if (utf8.length > MAX_BYTES) {
            reader.problems.add("is larger than " + (MAX_BYTES >> 20) + " MiB, was " + utf8.length + " bytes");
        } else {
            reader.read(utf8);
        }
        return reader.file(HostEntries.sha256(utf8));
    }

    /** Puts together what {@link ListChunks} cut. */
    public static final class Join {
        private final Reader reader;
        private final int entries;

        /**
         * None yet.
         *
         * @param label what messages call the file
         * @param entries that all chunks should have together; it says how much memory is set aside
         */
        public Join(String label, int entries) {
            this.reader = new Reader(label);
            this.entries = entries;
        }

        /** The next chunk. It is not kept. */
        public void add(byte[] chunk) {
            boolean first = reader.builder.size() == 0;
            reader.read(chunk);
            if (first) {
                reader.builder.expect(entries); // hashes have mixed the lines: the first ones are like the others
            }
        }

        /**
         * The whole list.
         *
         * @param hashes of these chunks, as the caller has found them
         */
        public ListFile file(List<String> hashes) {
            return reader.file(ListChunks.hash(hashes));
        }
    }

    /** {@link HostEntries#hash()}: of the bytes of the file, or of its chunks. */
    public String hash() {
        return entries.hash();
    }

    /** Goes through the lines, in one pass and without an object for a plain one. */
    private static final class Reader {
        private final String label;
        private final Problems problems;
        private final HostEntries.Builder builder = new HostEntries.Builder();
        private byte[] bytes = {};
        private int line;

        Reader(String label) {
            this.label = label;
            this.problems = new Problems(label);
        }

        ListFile file(String hash) {
            return new ListFile(label, builder.build(hash), problems.list());
        }

        /** Whole lines. */
        void read(byte[] lines) {
            bytes = lines;
            int from = startsWithMark() ? BYTE_ORDER_MARK.length : 0;
            while (from < bytes.length && builder.size() <= MAX_ENTRIES) {
                int end = from;
                while (end < bytes.length && bytes[end] != '\n') {
                    end++;
                }
                line++;
                line(from, end);
                from = end + 1;
            }
            if (builder.size() > MAX_ENTRIES) {
                problems.add(new Problem(label, line, 1, "", "is the entry after " + MAX_ENTRIES + ": too many"));
            }
        }

        private boolean startsWithMark() {
            return bytes.length >= BYTE_ORDER_MARK.length
                    && Arrays.equals(bytes, 0, BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length);
        }

        private void line(int start, int end) {
            int from = start;
            while (from < end && isSpace(bytes[from])) {
                from++;
            }
            int to = from;
            while (to < end && bytes[to] != '#') {
                to++;
            }
            while (to > from && isSpace(bytes[to - 1])) {
                to--;
            }
            if (to > from) {
                entry(from, to, 1 + from - start);
            }
        }

        private static boolean isSpace(byte b) {
            return b == ' ' || b == '\t' || b == '\r';
        }

        private void entry(int from, int to, int column) {
            var shape = shape(from, to);
            int zone = from + shape.prefix().length();
            if (PlainName.is(bytes, zone, to)) {
                builder.add(shape, bytes, zone, to);
                return;
            }
            if (to - from > MAX_LINE) {
                problems.add(new Problem(label, line, column, "", "is longer than any host"));
                return;
            }
            var text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
            try {
                builder.add(HostPattern.parse(text));
            } catch (MalformedHost e) {
                problems.add(new Problem(label, line, column, "", "'" + Words.shorten(text) + "' " + e.reason()));
            }
        }

        private Shape shape(int from, int to) {
            if (bytes[from] == '.') {
                return Shape.ZONE;
            }
            if (bytes[from] != '*' || to - from < 3) {
                return Shape.EXACT;
            }
            return bytes[from + 1] == '.' ? Shape.ONE_BELOW : bytes[from + 2] == '.' ? Shape.BELOW : Shape.EXACT;
        }
    }
}
