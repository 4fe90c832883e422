package io.tollhouse.proxy.judge;

import io.tollhouse.contract.address.Destination;
import io.tollhouse.contract.decision.BuiltIn;
import io.tollhouse.contract.decision.Decision;
import io.tollhouse.contract.decision.Facts;
import io.tollhouse.contract.decision.Matcher;
import io.tollhouse.contract.decision.Verdict;
import io.tollhouse.contract.policy.AuditLevel;
import io.tollhouse.contract.policy.Ech;
import io.tollhouse.contract.policy.Protocol;
import io.tollhouse.contract.policy.Route;
import io.tollhouse.proxy.judge.RequestRecords.Answers;
import io.tollhouse.proxy.upstream.Resolver.Answer;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What one snapshot of the policy says of one request, phase by phase, and whether another would say the same. */
final class Judgement {
    private final @Nullable Matcher snapshot;
    private Facts facts;
    private final @Nullable Objection objection;
    private Decision decision = Matcher.noPolicy();
    private Answers answers = Answers.NONE;
    private boolean encryptedHello;
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
            decision = judgeName(snapshot, facts);
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

    private static Decision judgeName(Matcher matcher, Facts asked) {
        return Enforcement.gate(matcher, matcher.judgeName(asked));
    }

    private Decision judgeAddresses(Matcher matcher, Facts asked, Decision byName) {
        var byAnswer = byName.route() == null
                ? matcher.judgeAddresses(asked, byName, answers.addresses(), answers.aliases())
                : matcher.judgeUpstream(asked, byName, answers.addresses());
        return Enforcement.gate(matcher, byAnswer);
    }

    /** What another policy says instead, by what is known so far; null where it would admit in the same manner. */
    @Nullable
    Judged otherwiseBy(Matcher matcher, Instant now) {
        if (matcher == snapshot && isAsItWas(matcher, now)) {
            return null;
        }
        var other = judged(matcher, facts.withAt(now));
        return other.sameManner(decision) ? null : Judged.by(matcher, other);
    }

    private boolean isAsItWas(Matcher matcher, Instant now) {
        return matcher.changesAfter(facts.at())
                .filter(change -> !change.isAfter(now))
                .isEmpty();
    }

    /** What leads elsewhere has other addresses than those that are known. */
    private Decision judged(Matcher matcher, Facts asked) {
        var byName = judgeName(matcher, asked);
        boolean there = byName.verdict() == decision.verdict() && Objects.equals(byName.route(), decision.route());
        return there ? withHello(matcher, judgeAddresses(matcher, asked, byName)) : byName;
    }

    /** Where rules want to see what TLS asks for, and it is hidden. */
    private Decision withHello(Matcher matcher, Decision said) {
        if (!encryptedHello || !said.letsThrough() || said.manner().ech() != Ech.DENY) {
            return said;
        }
        var reason =
                "rule " + said.rule() + " lets no encrypted client hello (ECH) through: switch it off in the client";
        return matcher.refusal(Verdict.DENY, BuiltIn.SNI, reason);
    }

    /**
     * Judges a tunnel again that has shown what is spoken in it; null where it may go on, as it was admitted and to where it leads.
     *
     * @param protocol not before the whole was let through
     */
    @Nullable
    Judged speaking(Protocol protocol, boolean hidesHost) {
        encryptedHello = hidesHost;
        if (snapshot == null) {
            return judged();
        }
        var spoken = facts.speaking(protocol);
        var said = judged(snapshot, spoken);
        if (protocol == Protocol.TCP && said.rule().equals(BuiltIn.DEFAULT.id())) {
            said = snapshot.refusal(
                    Verdict.DENY, BuiltIn.PROTOCOL, "only TLS and HTTP/1 are carried without a rule for tcp");
        }
        if (said.letsThrough() && !Objects.equals(said.route(), decision.route())) {
            var reason = "for " + protocol.label() + " rule " + said.rule() + " leads elsewhere than the tunnel does";
            said = snapshot.refusal(Verdict.DENY, BuiltIn.PROTOCOL, reason);
        }
        if (!said.letsThrough()) {
            return Judged.by(snapshot, said);
        }
        facts = spoken;
        decision = said;
        return null;
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

    /** What its records must have survived at least; null = the node's own level. */
    @Nullable
    AuditLevel audit() {
        return decision.manner().audit();
    }

    /** Time that it took so far. */
    long nanos() {
        return nanos;
    }
}
