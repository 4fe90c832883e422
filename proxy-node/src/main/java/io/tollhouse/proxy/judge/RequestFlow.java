package io.tollhouse.proxy.judge;

import io.netty.util.concurrent.Future;
import io.tollhouse.contract.decision.BuiltIn;
import io.tollhouse.contract.decision.Facts;
import io.tollhouse.contract.decision.Matcher;
import io.tollhouse.contract.decision.Verdict;
import io.tollhouse.contract.policy.Protocol;
import io.tollhouse.proxy.upstream.Dialer.Dialled;
import io.tollhouse.proxy.upstream.Resolver.Answer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way of one request, from its judgement to its outcome. It has one last record, whatever happens: a refusal, or an
 * outcome. Plain fields: its event loop alone touches it.
 */
public final class RequestFlow implements LiveTable.Live {
    private final Judge judge;
    private final Judge.Parts parts;
    private final RequestRecords records;
    private final Judgement judgement;
    private final String id;
    private final Carrier carrier;
    private final long began = System.nanoTime();

    private Step step = Step.NEW;
    private boolean held;
    private @Nullable Dialled dialled;
    private final EarlyEnd early = new EarlyEnd();
    private final Progress progress = new Progress(began);

    RequestFlow(Judge judge, Asked asked, Carrier carrier) {
        this.judge = judge;
        this.parts = judge.parts();
        this.records = new RequestRecords(asked);
        this.judgement = new Judgement(parts.policy().current(), judge.facts(asked), asked.objection());
        this.id = asked.id();
        this.carrier = carrier;
    }

    /** Sets out. */
    public void begin() {
        if (judgement.byName().letsThrough()) {
            parts.live().enter(this);
            findAddresses();
        } else {
            refuse(judgement.judged());
        }
    }

    /** A literal needs no question, and neither does a name whose answer is still good. */
    private void findAddresses() {
        var host = judgement.target().host();
        var literal = host.address();
        var known = literal == null ? parts.resolver().known(host) : new Answer(List.of(literal), List.of());
        if (known != null) {
            judgeAnswer(known);
        } else if (judgement.route() != null) {
            resolve(); // the operator chose this name, not the client
        } else {
            step = Step.HOLDING_LOOKUP;
            judge.hold(records.lookup(judgement), judgement.audit(), this::lookupHeld);
        }
    }

    private void lookupHeld(boolean inTime) {
        if (step != Step.HOLDING_LOOKUP) {
            return;
        }
        if (!inTime) {
            refuse(judgement.unrecorded());
        } else if (isStillAdmitted()) {
            resolve();
        }
    }

    private void resolve() {
        step = Step.RESOLVING;
        parts.resolver().resolve(judgement.target().host()).addListener((Future<Answer> answer) -> resolved(answer));
    }

    private void resolved(Future<Answer> answer) {
        if (step != Step.RESOLVING) {
            return;
        }
        if (answer.isSuccess()) {
            judgeAnswer(answer.getNow());
        } else {
            fail(Unreachable.noAddress(judgement.target(), answer.cause()));
        }
    }

    private void judgeAnswer(Answer answer) {
        var decision = judgement.byAnswer(answer);
        if (!decision.letsThrough()) {
            refuse(judgement.judged());
        } else if (decision.complete()) {
            admit();
        } else {
            fail(Unreachable.noAddress(judgement.target()));
        }
    }

    /** The connection is made meanwhile; nothing but the handshake of TCP goes out before the record is held. */
    private void admit() {
        step = Step.HOLDING_ADMISSION;
        judge.hold(records.admission(judgement), judgement.audit(), this::admissionHeld);
        if (step == Step.HOLDING_ADMISSION) {
            judge.connect(judgement, carrier).addListener((Future<Dialled> connection) -> dialled(connection));
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
            refuse(judgement.unrecorded());
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
        } else {
            fail(Unreachable.noConnection(judgement.target(), connection.cause()));
        }
    }

    private void flowIfReady() {
        var connection = dialled;
        if (held && connection != null && isStillAdmitted()) {
            step = Step.FLOWING;
            count(judgement.judged());
            carrier.admitted(connection, judgement.route());
        }
    }

    /** Closes the gap between two revisions: the one in force may be newer than the snapshot, and not have come here yet. */
    private boolean isStillAdmitted() {
        var current = parts.policy().current();
        return current == null || !rejudgedAway(current);
    }

    @Override
    public boolean isTunnel() {
        return judgement.facts().kind() == Facts.Kind.CONNECT;
    }

    @Override
    public boolean rejudge(Matcher matcher) {
        boolean flowing = step == Step.FLOWING;
        return step != Step.OVER && !early.isCut() && rejudgedAway(matcher) && flowing;
    }

    /** Ends the request where this matcher would not admit it in the same manner. */
    private boolean rejudgedAway(Matcher matcher) {
        var otherwise = judgement.otherwiseBy(matcher, judge.now());
        if (otherwise == null) {
            return false;
        }
        if (step == Step.FLOWING) {
            early.cutBy(otherwise.asCutAfter(judgement.judged().decision().revision()));
            carrier.cut();
        } else {
            refuse(otherwise.asRefusal());
        }
        return true;
    }

    /**
     * Has an admitted tunnel judged by what is spoken in it; null where it may go on. Else this is why it ends, and all that is left is
     * to {@link #finish} it. HTTP in clear goes on in any case: its requests are judged one by one.
     *
     * @param encryptedHello whether TLS may ask for another host than it shows
     */
    public @Nullable String speaks(Protocol protocol, boolean encryptedHello) {
        var refused = judgement.speaking(protocol, encryptedHello);
        if (refused == null || protocol == Protocol.HTTP) {
            return null;
        }
        early.cutBy(refused);
        return refused.decision().reason();
    }

    @Override
    public void progress(Progress.Terms terms) {
        var moved = step == Step.FLOWING ? carrier.moved() : Moved.NOTHING;
        long now = System.nanoTime();
        if (step == Step.FLOWING && progress.isDue(terms, moved, now)) {
            var record = records.progress(judgement.judged(), judge.now(), moved, progress.unsaid(moved), now - began);
            if (parts.recorder().note(record)) {
                progress.said(moved, now);
            }
        }
    }

    /** The client went away before the request was admitted. */
    public void abandon() {
        if (step != Step.OVER && step != Step.FLOWING) {
            giveUp("the client went away");
        }
    }

    @Override
    public void stop(String why) {
        if (step == Step.FLOWING) {
            early.stopped(why);
            carrier.cut();
        } else if (step != Step.OVER) {
            giveUp(why);
            carrier.stopped();
        }
    }

    private void giveUp(String why) {
        count(judgement.judged());
        end(judgement.judged(), Ending.badly(0, 0, Spoken.NOTHING, why));
    }

    /** What was admitted is over. A second call changes nothing. */
    public void finish(Ending ending) {
        if (step != Step.FLOWING) {
            return;
        }
        var last = early.of(judgement, ending);
        end(last.judged(), last.ending());
    }

    /** What a client is told when its admitted request fails before there is a response. It records nothing. */
    public Refusal upstreamRefusal(boolean timeout, String reason) {
        return Refusal.upstream(timeout, judgement.judged().decision(), reason, id);
    }

    /** The destination cannot be reached: the policy's verdict stays, and the outcome is a failure. */
    private void fail(Unreachable why) {
        var refusal = upstreamRefusal(why.timeout(), why.reason());
        count(judgement.judged());
        end(judgement.judged(), Ending.badly(0, 0, Spoken.NOTHING, why.reason()).status(refusal.status()));
        carrier.refused(refusal);
    }

    private void refuse(Judged judged) {
        carrier.refused(conclude(judged));
    }

    /** A request whose admission was appended already has an outcome instead of a refusal. */
    private Refusal conclude(Judged judged) {
        var refusal = Refusal.of(judged.decision(), id);
        count(judged);
        if (step == Step.HOLDING_ADMISSION) {
            end(
                    judged,
                    Ending.badly(0, 0, Spoken.NOTHING, judged.decision().reason())
                            .status(refusal.status()));
        } else {
            over();
            parts.recorder().note(records.refusal(judged, judgement, refusal.status()));
        }
        return refusal;
    }

    /** The rest of the request, of which something may have gone out, is malformed: it is over, and the client is told. */
    public Refusal refuseMalformed(String reason, Ending soFar) {
        var judged = judgement.refusal(Verdict.MALFORMED, BuiltIn.MALFORMED, reason);
        if (step != Step.FLOWING) {
            return conclude(judged);
        }
        var refusal = Refusal.of(judged.decision(), id);
        end(judged, soFar.failed(reason).status(refusal.status()));
        return refusal;
    }

    private void end(Judged judged, Ending ending) {
        var connection = dialled;
        if (step != Step.FLOWING && connection != null) {
            connection.channel().close();
        }
        over();
        var address = connection == null ? null : connection.address();
        var unsaid = progress.unsaid(ending.moved());
        parts.recorder().note(records.outcome(judged, judge.now(), ending, unsaid, address, System.nanoTime() - began));
    }

    private void over() {
        step = Step.OVER;
        parts.live().leave(this);
    }

    private void count(Judged last) {
        parts.meters().decided(last.decision(), judgement.nanos());
    }
}
