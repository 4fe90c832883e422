package io.tollhouse.cli.output;

/** Text that does nothing to a terminal: what agents asked for stands in records, and a path may hold an escape sequence. */
final class Printable {
    private Printable() {}

    /** The text with {@code ?} for control characters other than a line's end, and for characters that turn the direction. */
    static String of(String text) {
        if (text.codePoints().noneMatch(Printable::isUnsafe)) {
            return text;
        }
        var clean = new StringBuilder(text.length());
        text.codePoints().map(c -> isUnsafe(c) ? '?' : c).forEach(clean::appendCodePoint);
        return clean.toString();
    }

    /** The same on one line. */
    static String line(String text) {
        return of(text.replace('\n', ' '));
    }

    private static boolean isUnsafe(int c) {
        return c != '\n' && (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT);
    }
}
