package io.tollhouse.contract.policy;

import java.util.regex.Pattern;

/**
 * What the name of one agent may be: the same for a policy that names it, for the file that holds its secret, and for whoever
 * makes that secret. A name that no policy can write could never be given a right of its own.
 *
 * <p>It has no colon, which ends the name in Basic credentials (RFC 7617), and no star, which reads as a pattern.
 */
public final class AgentName {
    /** What a name must be, in words. */
    public static final String FORM = "letters, digits, . _ @ -, at most 64";

    static final String PATTERN = "[A-Za-z0-9._@-]{1,64}";

    private static final Pattern COMPILED = Pattern.compile(PATTERN);

    private AgentName() {}

    public static boolean isName(String text) {
        return COMPILED.matcher(text).matches();
    }
}
