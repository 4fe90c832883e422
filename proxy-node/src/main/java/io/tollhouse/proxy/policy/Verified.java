package io.tollhouse.proxy.policy;

import io.tollhouse.contract.fleet.NotBelieved;
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
record Verified<S>(
        Candidate candidate, @Nullable S signed, @Nullable String why) {

    static <S> Verified<S> of(Candidate candidate, Kind<S> kind) {
        try {
            return new Verified<>(candidate, kind.belief().believe(candidate.record()), null);
        } catch (NotBelieved e) {
            return new Verified<>(candidate, null, e.getMessage());
        }
    }

    /** All of them, in the same order. */
    static <S> List<Verified<S>> all(Iterable<Candidate> candidates, Kind<S> kind) {
        var all = new ArrayList<Verified<S>>();
        candidates.forEach(candidate -> all.add(of(candidate, kind)));
        return all;
    }

    long offset() {
        return candidate.offset();
    }
}
