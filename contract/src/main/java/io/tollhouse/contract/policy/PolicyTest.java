package io.tollhouse.contract.policy;

import io.tollhouse.contract.address.IpAddress;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A request with the decision that a policy's author expects.
 *
 * @param request as {@link RequestText} reads it, as written
 * @param rule the id of the rule that must decide; null = whichever
 * @param source the client's address; null = not known
 * @param resolves the addresses of the host; empty = the name alone is judged
 * @param time when it is asked; null = at no particular time
 */
public record PolicyTest(
        String agent,
        String request,
        Expect expect,
        @Nullable String rule,
        @Nullable IpAddress source,
        List<IpAddress> resolves,
        @Nullable Instant time,
        Place at) {

    /** Copies. */
    public PolicyTest {
        resolves = List.copyOf(resolves);
    }

    /** The verdicts that a test can expect. */
    public enum Expect {
        ALLOW,
        ROUTE,
        ASK,
        DENY,
        MALFORMED;

        /** As it is written in a policy. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
