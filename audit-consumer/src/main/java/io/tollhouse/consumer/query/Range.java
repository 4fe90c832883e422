package io.tollhouse.consumer.query;

/**
 * The two ends of what a value covers, as text.
 *
 * @param low empty where it has no lower end
 * @param high empty where it has no upper end
 */
record Range(String low, boolean lowIncluded, String high, boolean highIncluded) {
    /** From {@code >a}, {@code >=a}, {@code <a}, {@code <=a}, {@code a..b}, or {@code a} alone. */
    static Range of(String text) {
        int dots = text.indexOf("..");
        if (text.startsWith(">=")) {
            return new Range(end(text, 2), true, "", true);
        } else if (text.startsWith(">")) {
            return new Range(end(text, 1), false, "", true);
        } else if (text.startsWith("<=")) {
            return new Range("", true, end(text, 2), true);
        } else if (text.startsWith("<")) {
            return new Range("", true, end(text, 1), false);
        } else if (dots >= 0) {
            return new Range(end(text.substring(0, dots), 0), true, end(text, dots + 2), true);
        }
        return new Range(text, true, text, true);
    }

    /** An end that is not written is no end that is left out: no number and no time is a blank. */
    private static String end(String text, int from) {
        return from >= text.length() ? " " : text.substring(from);
    }
}
