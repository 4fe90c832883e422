package io.tollhouse.contract.policy;

import io.tollhouse.contract.address.MalformedHost;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Host patterns, up to a million of them, in one array of bytes: an entry takes its canonical text and two bytes, and no object.
 * In the order in which they were written; an entry may stand twice.
 */
public final class HostEntries {

    /** The four patterns of names that are about one zone. */
    public enum Shape {
        /** {@code x}: this name itself. */
        EXACT('x', ""),
        /** {@code *.x}: exactly one label below. */
        ONE_BELOW('1', "*."),
        /** {@code **.x}: any depth below, not x itself. */
        BELOW('b', "**."),
        /** {@code .x}: x and everything below. */
        ZONE('z', ".");

        private final byte mark;
        private final String prefix;

        Shape(char mark, String prefix) {
            this.mark = (byte) mark;
            this.prefix = prefix;
        }

        private static Shape of(byte mark) {
            return switch (mark) {
                case 'x' -> EXACT;
                case '1' -> ONE_BELOW;
                case 'b' -> BELOW;
                default -> ZONE;
            };
        }

        /** What stands before the zone in a policy. */
        public String prefix() {
            return prefix;
        }
    }

    /** Takes entries one by one without an object for each. */
    public interface Visitor {
        /**
         * A pattern of names.
         *
         * @param text holds the canonical zone in ASCII from {@code from} to before {@code to}, where a line feed stands. It is the list's own: the same
         *     array for all entries, which may be kept and must not be changed
         */
        void name(Shape shape, byte[] text, int from, int to);

        /** An address, a network, any name, or any public address. */
        void other(HostPattern pattern);
    }

    /** In the place of a shape's mark: another pattern, whose whole text follows. */
    private static final byte OTHER = 'o';

    /** Ends an entry. */
    static final byte END = '\n';

    private final byte[] text;
    private final int length;
    private final int size;
    private final String hash;

    private HostEntries(byte[] text, int length, int size, String hash) {
        this.text = text;
        this.length = length;
        this.size = size;
        this.hash = hash;
    }

    /** The entries that are these patterns. */
    public static HostEntries of(List<HostPattern> patterns) {
        var builder = new Builder();
        patterns.forEach(builder::add);
        return builder.build(null);
    }

    /** How many. */
    public int size() {
        return size;
    }

    /**
     * SHA-256 of what was read, as 64 hexadecimal digits: of the bytes of a file, or of the canonical texts of what stood in the
     * policy. Two with the same hash have the same entries.
     */
    public String hash() {
        return hash;
    }

    /** Of each entry a mark, its canonical text without the shape's prefix, and {@link #END}; there may be room behind. Not to be changed. */
    byte[] text() {
        return text;
    }

    /** What stands before the text of an entry with this mark. */
    static String prefix(byte mark) {
        return mark == OTHER ? "" : Shape.of(mark).prefix;
    }

    /** Shows each entry, in order. */
    public void visit(Visitor visitor) {
        int from = 0;
        while (from < length) {
            int to = from + 1;
            while (text[to] != END) {
                to++;
            }
            if (text[from] == OTHER) {
                visitor.other(parse(new String(text, from + 1, to - from - 1, StandardCharsets.US_ASCII)));
            } else {
                visitor.name(Shape.of(text[from]), text, from + 1, to);
            }
            from = to + 1;
        }
    }

    /** Makes a pattern of each entry, in order. For lists that are known to be short. */
    public void forEach(Consumer<HostPattern> consumer) {
        visit(new Visitor() {
            @Override
            public void name(Shape shape, byte[] bytes, int from, int to) {
                consumer.accept(parse(shape.prefix + new String(bytes, from, to - from, StandardCharsets.US_ASCII)));
            }

            @Override
            public void other(HostPattern pattern) {
                consumer.accept(pattern);
            }
        });
    }

    private static HostPattern parse(String canonical) {
        try {
            return HostPattern.parse(canonical);
        } catch (MalformedHost e) {
            throw new IllegalStateException("was read before: " + canonical, e);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HostEntries entries && Arrays.equals(text, 0, length, entries.text, 0, entries.length);
    }

    @Override
    public int hashCode() {
        return ByteBuffer.wrap(text, 0, length).hashCode();
    }

    @Override
    public String toString() {
        return size + " hosts";
    }

    /** Fills them, entry by entry. */
    static final class Builder {
        /** One part in so many may be room for nothing. */
        private static final int SPARE = 16;

        private static final int MAX_EXPECTED = 2 * ListFile.MAX_BYTES;

        private byte[] text = new byte[256];
        private int length;
        private int size;

        void add(HostPattern pattern) {
            var written = pattern.text();
            var shape = shape(pattern);
            var canonical = (shape == null ? written : written.substring(shape.prefix.length()))
                    .getBytes(StandardCharsets.US_ASCII);
            append(shape == null ? OTHER : shape.mark, canonical, 0, canonical.length);
        }

        /** A pattern of names whose zone is known to be canonical. */
        void add(Shape shape, byte[] bytes, int from, int to) {
            append(shape.mark, bytes, from, to);
        }

        private static @Nullable Shape shape(HostPattern pattern) {
            if (pattern instanceof HostPattern.Exact) {
                return Shape.EXACT;
            }
            if (pattern instanceof HostPattern.OneBelow) {
                return Shape.ONE_BELOW;
            }
            if (pattern instanceof HostPattern.Below) {
                return Shape.BELOW;
            }
            return pattern instanceof HostPattern.Zone ? Shape.ZONE : null;
        }

        private void append(byte kind, byte[] bytes, int from, int to) {
            int needed = length + to - from + 2;
            if (needed > text.length) {
                text = Arrays.copyOf(text, Math.max(needed, text.length + text.length / 2));
            }
            text[length] = kind;
            System.arraycopy(bytes, from, text, length + 1, to - from);
            text[needed - 1] = END;
            length = needed;
            size++;
        }

        int size() {
            return size;
        }

        /** There will be so many in all, much like those that there are: makes room for them at once, and for little else. */
        void expect(int entries) {
            long needed = (long) length * Math.min(entries, ListFile.MAX_ENTRIES) / Math.max(1, size);
            long wanted = needed + needed / (2 * SPARE);
            if (wanted > text.length && wanted < MAX_EXPECTED) {
                text = Arrays.copyOf(text, (int) wanted);
            }
        }

        /** @param hash of what was read; null = of the entries themselves */
        HostEntries build(@Nullable String hash) {
            var kept = text.length - length > length / SPARE ? Arrays.copyOf(text, length) : text;
            return new HostEntries(kept, length, size, hash == null ? sha256(Arrays.copyOf(text, length)) : hash);
        }
    }

    static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
