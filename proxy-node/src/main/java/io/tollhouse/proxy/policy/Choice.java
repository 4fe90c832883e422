package io.tollhouse.proxy.policy;

import io.tollhouse.contract.fleet.NotBelieved;
import io.tollhouse.contract.fleet.SignedManifest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which of several policies that wait together is in force: the one that would be if they had come one by one, without
 * putting those in force that stand before it.
 */
final class Choice {
    private static final Logger LOG = LoggerFactory.getLogger(Choice.class);
    private static final Comparator<Believed> HIGHEST_AND_FIRST = Comparator.<Believed>comparingLong(
                    believed -> -believed.signed().manifest().revision())
            .thenComparingLong(Believed::offset);

    private final ActiveRevision active;

    Choice(ActiveRevision active) {
        this.active = active;
    }

    private record Believed(long offset, SignedManifest signed) {}

    /** Why the newest is not the one in force. */
    record Refused(long offset, String why) {}

    /** Puts the right one of at least one in force; empty where that is the newest. */
    Optional<Refused> choose(List<Verified> newestFirst) {
        var believed = new ArrayList<Believed>();
        var refused = new HashMap<Long, String>();
        for (var next : newestFirst) {
            if (next.signed() == null) {
                refuse(refused, next.offset(), String.valueOf(next.why()));
            } else {
                believed.add(new Believed(next.offset(), next.signed()));
            }
        }
        believed.sort(HIGHEST_AND_FIRST);
        for (var next : believed) {
            if (isInForce(next, refused)) {
                break;
            }
        }
        return refusal(newestFirst.get(0), refused);
    }

    private boolean isInForce(Believed next, Map<Long, String> refused) {
        try {
            active.offer(next.signed());
            return true;
        } catch (NotBelieved e) {
            refuse(refused, next.offset(), String.valueOf(e.getMessage()));
            return false;
        }
    }

    private static void refuse(Map<Long, String> refused, long offset, String why) {
        LOG.warn("the policy at offset {} is refused: {}", offset, why);
        refused.put(offset, why);
    }

    /** The newest may not have been tried at all, because a higher one stood before it. */
    private Optional<Refused> refusal(Verified newest, Map<Long, String> refused) {
        if (newest.signed() != null && !refused.containsKey(newest.offset())) {
            isInForce(new Believed(newest.offset(), newest.signed()), refused);
        }
        return Optional.ofNullable(refused.get(newest.offset()))
                .map(why -> new Refused(newest.offset(), "the newest policy is refused: " + why));
    }
}
