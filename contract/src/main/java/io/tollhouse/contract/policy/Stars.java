package io.tollhouse.contract.policy;

/** Text in which each {@code *} stands for any characters, none included. Case matters. */
final class Stars {
    private Stars() {}

    /** What a star takes is only ever made longer for the last star seen, so this takes no more than length by length. */
    static boolean matches(String pattern, String text) {
        int at = 0;
        int position = 0;
        int star = -1;
        int retry = 0;
        while (position < text.length()) {
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = at++;
                retry = position;
            } else if (at < pattern.length() && pattern.charAt(at) == text.charAt(position)) {
                at++;
                position++;
            } else if (star >= 0) {
                at = star + 1;
                position = ++retry;
            } else {
                return false;
            }
        }
        return pattern.substring(at).chars().allMatch(c -> c == '*');
    }
}
