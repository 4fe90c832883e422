package io.tollhouse.consumer.document;

/**
 * Text in which every character is whole. JSON may hold half a character as an escape, which a parser takes and a generator
 * refuses; and a cut may fall into the middle of one.
 */
final class WholeCharacters {
    private static final char REPLACEMENT = '\uFFFD';

    private WholeCharacters() {}

    /** At most this many {@code char}s of a text, with what is half a character replaced. */
    static String of(String text, int limit) {
        var whole = new StringBuilder(Math.min(text.length(), limit));
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            if (i > limit) {
                break;
            }
            whole.appendCodePoint(isHalf(point) ? REPLACEMENT : point);
        }
        return whole.toString();
    }

    private static boolean isHalf(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }
}
