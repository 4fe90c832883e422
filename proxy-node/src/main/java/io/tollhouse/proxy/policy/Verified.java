package io.tollhouse.proxy.policy;

import io.tollhouse.contract.fleet.NotBelieved;
import io.tollhouse.contract.fleet.SignedManifest;
import io.tollhouse.proxy.policy.Batch.Candidate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A candidate whose signature was looked at, by the keys that were trusted then.
 *
 * @param signed null where it is not believed
 * @param why it is not believed; null where it is
 */
record Verified(
        Candidate candidate,
        @Nullable SignedManifest signed,
        @Nullable String why) {

    static Verified of(Candidate candidate, ActiveRevision active) {
        try {
            return new Verified(candidate, active.believe(candidate.record()), null);
        } catch (NotBelieved e) {
            return new Verified(candidate, null, e.getMessage());
        }
    }

    /** All policies of a batch, newest first. */
    static List<Verified> all(Batch batch, ActiveRevision active) {
        var all = new ArrayList<Verified>();
        batch.policies().forEach(candidate -> all.add(of(candidate, active)));
        return all;
    }

    long offset() {
        return candidate.offset();
    }
}
