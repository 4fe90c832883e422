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
        return isExact() ? text.equals(name) : Stars.matches(text, name);
    }

    /** Whether every name of the other one is among these. */
    public boolean covers(AgentPattern other) {
        // What stands for the other's stars is in no pattern, so only a star takes it, and a star takes whatever stands
        // there.
        return matches(other.text.replace('*', '\0'));
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
