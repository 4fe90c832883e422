package io.tollhouse.contract.overlay;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody has stopped something, whatever the policy says of it.
 *
 * @param id unique in its overlay; agents see it
 * @param target what is stopped
 * @param since when it was ordered
 * @param until the first moment at which it holds no more; null until somebody lifts it
 * @param author the name of the token that ordered it
 * @param why the author's words, which agents do not see; empty for none
 */
public record Kill(
        String id,
        KillTarget target,
        Instant since,
        @Nullable Instant until,
        String author,
        String why) {

    /** Whether it holds at this time. */
    public boolean holdsAt(Instant at) {
        return until == null || at.isBefore(until);
    }
}
