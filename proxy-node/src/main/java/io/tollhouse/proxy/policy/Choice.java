package io.tollhouse.proxy.policy;

import io.tollhouse.contract.fleet.NotBelieved;
import io.tollhouse.contract.fleet.SignedManifest;
import io.tollhouse.proxy.policy.Batch.Candidate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which of several policies that were read together is in force: the one that would be if they had come one by one, without
 * putting those in force that stand before it.
 */
final class Choice {
    private static final Logger LOG = LoggerFactory.getLogger(Choice.class);
    private static final Comparator<Believed> HIGHEST_AND_FIRST = Comparator.<Believed>comparingLong(
                    believed -> -believed.signed().manifest().revision())
            .thenComparingLong(believed -> believed.candidate().offset());

    private final ActiveRevision active;

    Choice(ActiveRevision active) {
        this.active = active;
    }

    private record Believed(Candidate candidate, SignedManifest signed) {}

    /** Why the newest is not the one in force. */
    record Refused(long offset, String why) {}

    /** Puts the right one in force; empty where that is the newest. */
    Optional<Refused> choose(Batch batch) {
        var believed = new ArrayList<Believed>();
        for (var candidate : batch.policies()) {
            try {
                believed.add(new Believed(candidate, active.believe(candidate.record())));
            } catch (NotBelieved e) {
                LOG.warn("the policy at offset {} is refused: {}", candidate.offset(), e.getMessage());
            }
        }
        believed.sort(HIGHEST_AND_FIRST);
        for (var next : believed) {
            if (isInForce(next)) {
                break;
            }
        }
        return refusal(batch.newestPolicy());
    }

    private boolean isInForce(Believed next) {
        try {
            active.offer(next.signed());
            return true;
        } catch (NotBelieved e) {
            LOG.warn("the policy at offset {} is refused: {}", next.candidate().offset(), e.getMessage());
            return false;
        }
    }

    private Optional<Refused> refusal(Candidate newest) {
        try {
            active.offer(active.believe(newest.record()));
            return Optional.empty();
        } catch (NotBelieved e) {
            return Optional.of(new Refused(newest.offset(), "the newest policy is refused: " + e.getMessage()));
        }
    }
}
