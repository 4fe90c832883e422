package io.tollhouse.cli.output;

import java.util.ArrayList;
import java.util.List;

/** Breaks text between words. */
final class Wrapping {
    /** Narrower than this a sentence cannot be read, wrapped or not. */
    private static final int LEAST = 20;

    private Wrapping() {}

    /** Lines of at most this many characters; a longer word has a line of its own, and 0 breaks nothing. */
    static List<String> lines(String text, int width) {
        if (width == 0) {
            return List.of(text);
        }
        int limit = Math.max(LEAST, width);
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (var word : text.split(" ", -1)) {
            if (line.length() > 0 && length(line) + 1 + length(word) > limit) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() > 0 ? " " : "").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    private static int length(CharSequence text) {
        return Character.codePointCount(text, 0, text.length());
    }
}
