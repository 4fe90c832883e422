package io.tollhouse.proxy.judge;

import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import io.tollhouse.contract.address.Destination;
import io.tollhouse.contract.audit.AuditEvent;
import io.tollhouse.contract.decision.BuiltIn;
import io.tollhouse.contract.decision.Decision;
import io.tollhouse.contract.decision.Facts;
import io.tollhouse.contract.decision.Matcher;
import io.tollhouse.contract.decision.Verdict;
import io.tollhouse.contract.policy.Route;
import io.tollhouse.proxy.judge.RequestRecords.Answers;
import io.tollhouse.proxy.upstream.Dialer.Dialled;
import io.tollhouse.proxy.upstream.Resolver.Answer;
import io.tollhouse.proxy.upstream.Undialled;
import io.tollhouse.proxy.upstream.Unresolved;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The way of one request, from its judgement to its outcome. It has one last record, whatever happens: a refusal, or an
 * outcome. Plain fields: its event loop alone touches it.
 */
public final class RequestFlow implements LiveTable.Live {

    /** Whoever carries the request. Called on the event loop, and by {@link #begin} too. */
    public interface Owner {

        /** Nothing of the request went out, and nothing will. The flow is over. */
        void refused(Refusal refusal);

        /**
         * Bytes may go out over this connection from now on. The owner closes it, and says {@link RequestFlow#finish} once.
         *
         * @param route null where the request goes where it asked
         */
        void admitted(Channel destination, @Nullable Route route);

        /** What was admitted must end at once; the owner closes both sides and says {@link RequestFlow#finish}. */
        void cut();

        /** What was not admitted yet is over, and gets no answer. */
        void stopped();
    }

    private enum Step {
        NEW,
        HOLDING_LOOKUP,
        RESOLVING,
        HOLDING_ADMISSION,
        FLOWING,
        OVER
    }

    private final Judge judge;
    private final Judge.Parts parts;
    private final RequestRecords records;
    private final Facts facts;
    private final String id;
    private final Owner owner;
    private final @Nullable Matcher snapshot;
    private final long began = System.nanoTime();

    private Step step = Step.NEW;
    private Decision decision = Matcher.noPolicy();
    private Answers answers = Answers.NONE;
    private long deciding;
    private boolean held;
    private @Nullable Dialled dialled;
    private @Nullable Judged cutBy;
    private @Nullable String stoppedBy;

    RequestFlow(Judge judge, Asked asked, Owner owner) {
        this.judge = judge;
        this.parts = judge.parts();
        this.records = new RequestRecords(asked);
        this.facts = judge.facts(asked);
        this.id = asked.id();
        this.owner = owner;
        this.snapshot = parts.policy().current();
    }

    /** Sets out. */
    public void begin() {
        var matcher = snapshot;
        if (matcher == null) {
            refuse(Judged.by(null, decision));
            return;
        }
        long start = System.nanoTime();
        decision = matcher.judgeName(facts);
        deciding += System.nanoTime() - start;
        if (decision.letsThrough()) {
            parts.live().enter(this);
            findAddresses(matcher);
        } else {
            refuse(Judged.by(matcher, decision));
        }
    }

    /** A literal needs no question, and neither does a name whose answer is still good. */
    private void findAddresses(Matcher matcher) {
        var host = target().host();
        var literal = host.address();
        var known = literal == null ? parts.resolver().known(host) : new Answer(List.of(literal), List.of());
        if (known != null) {
            judgeAnswer(matcher, known);
        } else if (decision.route() != null) {
            resolve(matcher); // the operator chose this name, not the client
        } else {
            step = Step.HOLDING_LOOKUP;
            hold(records.lookup(Judged.by(matcher, decision), facts), inTime -> lookupHeld(matcher, inTime));
        }
    }

    private Destination target() {
        var route = decision.route();
        return route == null ? facts.destination() : route.destination();
    }

    private void lookupHeld(Matcher matcher, boolean inTime) {
        if (step != Step.HOLDING_LOOKUP) {
            return;
        }
        if (!inTime) {
            refuse(unrecorded());
        } else if (isStillAdmitted()) {
            resolve(matcher);
        }
    }

    private void resolve(Matcher matcher) {
        step = Step.RESOLVING;
        parts.resolver().resolve(target().host()).addListener((Future<Answer> answer) -> resolved(matcher, answer));
    }

    private void resolved(Matcher matcher, Future<Answer> answer) {
        if (step != Step.RESOLVING) {
            return;
        }
        if (answer.isSuccess()) {
            judgeAnswer(matcher, answer.getNow());
        } else {
            var cause = answer.cause() instanceof Unresolved unresolved
                    ? unresolved
                    : new Unresolved("the resolver failed", false);
            count();
            fail(cause.isTimeout(), target().host() + " has no address: " + cause.reason());
        }
    }

    private void judgeAnswer(Matcher matcher, Answer answer) {
        long start = System.nanoTime();
        answers = new Answers(answer.addresses(), answer.aliases());
        decision = judgeAddresses(matcher, decision);
        deciding += System.nanoTime() - start;
        if (!decision.letsThrough()) {
            refuse(Judged.by(matcher, decision));
        } else if (decision.complete()) {
            admit(matcher);
        } else {
            count();
            fail(false, target().host() + " has no address");
        }
    }

    private Decision judgeAddresses(Matcher matcher, Decision byName) {
        return byName.route() == null
                ? matcher.judgeAddresses(facts, byName, answers.addresses(), answers.aliases())
                : matcher.judgeUpstream(facts, byName, answers.addresses());
    }

    /** The connection is made meanwhile; nothing but the handshake of TCP goes out before the record is held. */
    private void admit(Matcher matcher) {
        step = Step.HOLDING_ADMISSION;
        count();
        hold(records.admission(Judged.by(matcher, decision), facts, answers), this::admissionHeld);
        if (step == Step.HOLDING_ADMISSION) {
            parts.dialer()
                    .dial(judge.loop(), answers.addresses(), target().port())
                    .addListener((Future<Dialled> connection) -> dialled(connection));
        }
    }

    private void admissionHeld(boolean inTime) {
        if (step != Step.HOLDING_ADMISSION) {
            return;
        }
        if (inTime) {
            held = true;
            flowIfReady();
        } else {
            refuse(unrecorded());
        }
    }

    private void dialled(Future<Dialled> connection) {
        if (step != Step.HOLDING_ADMISSION) {
            if (connection.isSuccess()) {
                connection.getNow().channel().close();
            }
        } else if (connection.isSuccess()) {
            dialled = connection.getNow();
            flowIfReady();
        } else if (connection.cause() instanceof Undialled undialled) {
            fail(undialled.isTimeout(), "no connection to " + target() + ": " + undialled.reason());
        } else {
            fail(false, "no connection to " + target());
        }
    }

    private void flowIfReady() {
        var connection = dialled;
        if (held && connection != null && isStillAdmitted()) {
            step = Step.FLOWING;
            owner.admitted(connection.channel(), decision.route());
        }
    }

    /** Closes the gap between two revisions: the one in force may be newer than the snapshot, and not have come here yet. */
    private boolean isStillAdmitted() {
        var current = parts.policy().current();
        return current == null || current == snapshot || !rejudgedAway(current);
    }

    @Override
    public boolean isTunnel() {
        return facts.kind() == Facts.Kind.CONNECT;
    }

    @Override
    public boolean rejudge(Matcher matcher) {
        boolean flowing = step == Step.FLOWING;
        return step != Step.OVER && cutBy == null && rejudgedAway(matcher) && flowing;
    }

    /** Ends the request where this matcher would not admit it in the same manner. */
    private boolean rejudgedAway(Matcher matcher) {
        var now = judgeAgain(matcher);
        if (now.sameManner(decision)) {
            return false;
        }
        if (step == Step.FLOWING) {
            cutBy = Judged.by(matcher, cutDecision(now));
            owner.cut();
        } else {
            refuse(Judged.by(matcher, now.letsThrough() ? changed(now) : now));
        }
        return true;
    }

    private Decision judgeAgain(Matcher matcher) {
        var byName = matcher.judgeName(facts.withAt(judge.now()));
        return byName.sameManner(decision) ? judgeAddresses(matcher, byName) : byName;
    }

    private static Decision cutDecision(Decision now) {
        return new Decision(
                now.verdict(),
                now.rule(),
                "cut by revision " + now.revision() + ": " + now.reason(),
                now.suggestion(),
                now.policy(),
                now.revision(),
                now.route(),
                now.allowPrivate(),
                now.complete());
    }

    private static Decision changed(Decision now) {
        var reason = "the policy changed meanwhile; send the request again";
        return Decision.refusal(Verdict.UNAVAILABLE, now.rule(), reason, now.policy(), now.revision());
    }

    private Judged unrecorded() {
        return Judge.refusal(
                snapshot,
                Verdict.UNAVAILABLE,
                BuiltIn.AUDIT,
                "the decision cannot be recorded at the moment; try again later");
    }

    /** The client went away before the request was admitted. */
    public void abandon() {
        if (step != Step.OVER && step != Step.FLOWING) {
            countUnlessAdmitted();
            end(Judged.by(snapshot, decision), Ending.badly(0, 0, null, "the client went away"));
        }
    }

    @Override
    public void stop() {
        if (step == Step.FLOWING) {
            stoppedBy = "the node stops";
            owner.cut();
        } else if (step != Step.OVER) {
            countUnlessAdmitted();
            end(Judged.by(snapshot, decision), Ending.badly(0, 0, null, "the node stops"));
            owner.stopped();
        }
    }

    private void countUnlessAdmitted() {
        if (step != Step.HOLDING_ADMISSION) {
            count();
        }
    }

    /** What was admitted is over. A second call changes nothing. */
    public void finish(Ending ending) {
        if (step == Step.FLOWING) {
            end(outcomeOf(ending), withReason(ending));
        }
    }

    private Judged outcomeOf(Ending ending) {
        if (cutBy != null) {
            return cutBy;
        }
        return ending.refusedBy() == null
                ? Judged.by(snapshot, decision)
                : Judge.refusal(snapshot, Verdict.DENY, ending.refusedBy(), String.valueOf(ending.error()));
    }

    private Ending withReason(Ending ending) {
        if (cutBy != null) {
            return ending.failed(cutBy.decision().reason());
        }
        return stoppedBy == null ? ending : ending.failed(stoppedBy);
    }

    /** What a client is told when its admitted request fails before there is a response. It records nothing. */
    public Refusal upstreamRefusal(boolean timeout, String reason) {
        return Refusal.upstream(timeout, decision, reason, id);
    }

    /** The destination cannot be reached: the policy's verdict stays, and the outcome is a failure. */
    private void fail(boolean timeout, String reason) {
        var refusal = Refusal.upstream(timeout, decision, reason, id);
        end(Judged.by(snapshot, decision), Ending.badly(0, 0, null, reason).status(refusal.status()));
        owner.refused(refusal);
    }

    /** A request whose admission was appended already has an outcome instead of a refusal. */
    private void refuse(Judged judged) {
        var refusal = Refusal.of(judged.decision(), id);
        if (step == Step.HOLDING_ADMISSION) {
            end(judged, Ending.badly(0, 0, null, judged.decision().reason()).status(refusal.status()));
        } else {
            parts.meters().decided(judged.decision(), deciding);
            over();
            parts.recorder().note(records.refusal(judged, facts, answers, refusal.status()));
        }
        owner.refused(refusal);
    }

    private void end(Judged judged, Ending ending) {
        var connection = dialled;
        if (step != Step.FLOWING && connection != null) {
            connection.channel().close();
        }
        over();
        var address = connection == null ? null : connection.address();
        parts.recorder().note(records.outcome(judged, judge.now(), ending, address, System.nanoTime() - began));
    }

    private void over() {
        step = Step.OVER;
        parts.live().leave(this);
    }

    private void count() {
        parts.meters().decided(decision, deciding);
    }

    private void hold(AuditEvent event, Consumer<Boolean> next) {
        parts.recorder()
                .hold(event)
                .whenComplete((inTime, error) -> judge.onLoop(() -> next.accept(error == null && inTime)));
    }
}
