package io.tollhouse.contract.policy;

/**
 * Names of agents: text in which each {@code *} stands for any characters, none included. Case matters.
 *
 * @param text as written
 */
public record AgentPattern(String text) {

    /** Whether it names one agent. */
    public boolean isExact() {
        return text.indexOf('*') < 0;
    }

    /** How many characters it fixes: of two patterns with stars, the one with more is the more specific. */
    public int fixed() {
        return (int) text.chars().filter(c -> c != '*').count();
    }

    /** Whether the name is among them. */
    public boolean matches(String name) {
        return isExact() ? text.equals(name) : matchesStars(name);
    }

    /** What a star takes is only ever made longer for the last star seen, so this takes no more than length by length. */
    private boolean matchesStars(String name) {
        int pattern = 0;
        int position = 0;
        int star = -1;
        int retry = 0;
        while (position < name.length()) {
            if (pattern < text.length() && text.charAt(pattern) == '*') {
                star = pattern++;
                retry = position;
            } else if (pattern < text.length() && text.charAt(pattern) == name.charAt(position)) {
                pattern++;
                position++;
            } else if (star >= 0) {
                pattern = star + 1;
                position = ++retry;
            } else {
                return false;
            }
        }
        return text.substring(pattern).chars().allMatch(c -> c == '*');
    }

    /** Whether some name is among both. */
    public boolean overlaps(AgentPattern other) {
        var reached = new boolean[text.length() + 2][other.text.length() + 2];
        reached[0][0] = true;
        for (int i = 0; i <= text.length(); i++) {
            for (int j = 0; j <= other.text.length(); j++) {
                if (reached[i][j]) {
                    step(reached, i, j, other.text);
                }
            }
        }
        return reached[text.length()][other.text.length()];
    }

    /** Marks what a pair of positions leads to: past a star, or past one character that both take. */
    private void step(boolean[][] reached, int i, int j, String other) {
        boolean here = i < text.length();
        boolean there = j < other.length();
        boolean starHere = here && text.charAt(i) == '*';
        boolean starThere = there && other.charAt(j) == '*';
        reached[i + 1][j] |= starHere || (starThere && here);
        reached[i][j + 1] |= starThere || (starHere && there);
        reached[i + 1][j + 1] |= here && there && text.charAt(i) == other.charAt(j);
    }
}
