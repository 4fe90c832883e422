package io.tollhouse.proxy.judge;

import io.tollhouse.contract.address.Destination;
import io.tollhouse.contract.decision.BuiltIn;
import io.tollhouse.contract.decision.Decision;
import io.tollhouse.contract.decision.Facts;
import io.tollhouse.contract.decision.Matcher;
import io.tollhouse.contract.decision.Verdict;
import io.tollhouse.contract.policy.Route;
import io.tollhouse.proxy.judge.RequestRecords.Answers;
import io.tollhouse.proxy.upstream.Resolver.Answer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What one snapshot of the policy says of one request, phase by phase, and whether another would say the same. */
final class Judgement {
    private final @Nullable Matcher snapshot;
    private final Facts facts;
    private final @Nullable Objection objection;
    private Decision decision = Matcher.noPolicy();
    private Answers answers = Answers.NONE;
    private long nanos;

    /** @param snapshot null on a node without a policy, which refuses everything */
    Judgement(@Nullable Matcher snapshot, Facts facts, @Nullable Objection objection) {
        this.snapshot = snapshot;
        this.facts = facts;
        this.objection = objection;
    }

    Decision byName() {
        if (snapshot != null) {
            long start = System.nanoTime();
            decision = snapshot.judgeName(facts);
            nanos += System.nanoTime() - start;
            if (objection != null && decision.letsThrough()) {
                decision = snapshot.refusal(objection.verdict(), objection.rule(), objection.reason());
            }
        }
        return decision;
    }

    /** Only after {@link #byName} has let it through. */
    Decision byAnswer(Answer answer) {
        answers = new Answers(answer.addresses(), answer.aliases());
        if (snapshot != null) {
            long start = System.nanoTime();
            decision = judgeAddresses(snapshot, facts, decision);
            nanos += System.nanoTime() - start;
        }
        return decision;
    }

    private Decision judgeAddresses(Matcher matcher, Facts asked, Decision byName) {
        return byName.route() == null
                ? matcher.judgeAddresses(asked, byName, answers.addresses(), answers.aliases())
                : matcher.judgeUpstream(asked, byName, answers.addresses());
    }

    /** What another policy says instead, by what is known so far; null where it would admit in the same manner. */
    @Nullable
    Judged otherwiseBy(Matcher matcher, Instant now) {
        if (matcher == snapshot) {
            return null;
        }
        var later = facts.withAt(now);
        var byName = matcher.judgeName(later);
        var other = byName.sameManner(decision) ? judgeAddresses(matcher, later, byName) : byName;
        return other.sameManner(decision) ? null : Judged.by(matcher, other);
    }

    /** A refusal in the name of the snapshot. */
    Judged refusal(Verdict verdict, BuiltIn rule, String reason) {
        return Judge.refusal(snapshot, verdict, rule, reason);
    }

    /** A refusal of what cannot be recorded. */
    Judged unrecorded() {
        var reason = "the decision cannot be recorded at the moment; try again later";
        return refusal(Verdict.UNAVAILABLE, BuiltIn.AUDIT, reason);
    }

    Judged judged() {
        return Judged.by(snapshot, decision);
    }

    Facts facts() {
        return facts;
    }

    Answers answers() {
        return answers;
    }

    /** Null where the request goes where it asked. */
    @Nullable
    Route route() {
        return decision.route();
    }

    /** Where it leads. */
    Destination target() {
        var route = decision.route();
        return route == null ? facts.destination() : route.destination();
    }

    /** Time that it took so far. */
    long nanos() {
        return nanos;
    }
}
