package io.tollhouse.contract.policy;

import java.util.function.IntPredicate;

/** Text in which each {@code *} stands for any characters, none included. Case matters. */
final class Stars {

    /** Whether what stands at a place of a pattern is about what stands at a place of a text. */
    interface Same {
        boolean test(int pattern, int text);
    }

    private Stars() {}

    static boolean matches(String pattern, String text) {
        return matches(
                pattern.length(),
                text.length(),
                at -> pattern.charAt(at) == '*',
                (at, position) -> pattern.charAt(at) == text.charAt(position));
    }

    /**
     * The same of anything with a length, where a star stands for any number. What a star takes is only ever made longer for the
     * last star seen, so this takes no more than length by length.
     */
    static boolean matches(int pattern, int text, IntPredicate isStar, Same same) {
        int at = 0;
        int position = 0;
        int star = -1;
        int retry = 0;
        while (position < text) {
            if (at < pattern && isStar.test(at)) {
                star = at++;
                retry = position;
            } else if (at < pattern && same.test(at, position)) {
                at++;
                position++;
            } else if (star >= 0) {
                at = star + 1;
                position = ++retry;
            } else {
                return false;
            }
        }
        while (at < pattern && isStar.test(at)) {
            at++;
        }
        return at == pattern;
    }
}
