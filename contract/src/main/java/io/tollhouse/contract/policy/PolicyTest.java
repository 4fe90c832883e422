package io.tollhouse.contract.policy;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A request with the decision that a policy's author expects.
 *
 * @param request {@code METHOD http://…} or {@code CONNECT host:port}, as written
 * @param rule the id of the rule that must decide; null = whichever
 */
public record PolicyTest(
        String agent,
        String request,
        Expect expect,
        @Nullable String rule,
        Place at) {

    /** The verdicts that a test can expect. */
    public enum Expect {
        ALLOW,
        ROUTE,
        DENY,
        MALFORMED;

        /** As it is written in a policy. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
