package io.tollhouse.consumer.query;

import java.util.ArrayList;
import java.util.List;

/**
 * A text with places that stand for others.
 *
 * @param signs in order: a code point, or {@link #ANY}, or {@link #ONE}
 */
public record Glob(List<Integer> signs) {
    /** Any characters, also none. */
    public static final int ANY = -1;

    /** Any one character. */
    public static final int ONE = -2;

    public Glob {
        signs = List.copyOf(signs);
    }

    /** {@code *} and {@code ?} stand for others. */
    static Glob of(String text) {
        return new Glob(text.codePoints()
                .map(c -> c == '*' ? ANY : c == '?' ? ONE : c)
                .boxed()
                .toList());
    }

    /** Every text that holds this one somewhere. */
    static Glob containing(Glob part) {
        var signs = new ArrayList<Integer>();
        signs.add(ANY);
        signs.addAll(part.signs());
        signs.add(ANY);
        return new Glob(signs);
    }

    static Glob literal(String text) {
        return new Glob(text.codePoints().boxed().toList());
    }

    /** Whether it matches the whole text. In time of text by form at most: it goes back to the last {@link #ANY} only. */
    boolean matches(String text) {
        var points = text.codePoints().toArray();
        int at = 0;
        int sign = 0;
        int anySign = -1;
        int anyAt = 0;
        while (at < points.length) {
            int wanted = sign < signs.size() ? signs.get(sign) : Integer.MIN_VALUE;
            if (wanted == ONE || wanted == points[at]) {
                at++;
                sign++;
            } else if (wanted == ANY) {
                anySign = sign++;
                anyAt = at;
            } else if (anySign >= 0) {
                sign = anySign + 1;
                at = ++anyAt;
            } else {
                return false;
            }
        }
        while (sign < signs.size() && signs.get(sign) == ANY) {
            sign++;
        }
        return sign == signs.size();
    }
}
