package io.tollhouse.proxy.judge;

import io.tollhouse.contract.decision.Verdict;
import org.jspecify.annotations.Nullable;

/** Why an admitted request ends before its two sides end it, where that is so. Plain fields: the event loop of its request alone touches it. */
final class EarlyEnd {
    private @Nullable Judged cutBy;
    private @Nullable String stopped;

    /**
     * What a request's last record says.
     *
     * @param judged by what it ends
     */
    record Last(Judged judged, Ending ending) {}

    /** A rule ends what another one has let through. */
    void cutBy(Judged judged) {
        cutBy = judged;
    }

    boolean isCut() {
        return cutBy != null;
    }

    /** The node ends it, for no rule. */
    void stopped(String why) {
        stopped = why;
    }

    /** How it ends. */
    Last of(Judgement judgement, Ending ending) {
        if (cutBy != null) {
            return new Last(cutBy, ending.failed(cutBy.decision().reason()));
        }
        if (stopped != null) {
            return new Last(judgement.judged(), ending.failed(stopped));
        }
        return ending.refusedBy() == null
                ? new Last(judgement.judged(), ending)
                : new Last(judgement.refusal(Verdict.DENY, ending.refusedBy(), String.valueOf(ending.error())), ending);
    }
}
