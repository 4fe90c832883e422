package io.tollhouse.proxy.judge;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.tollhouse.contract.audit.AuditEvent;
import io.tollhouse.contract.decision.BuiltIn;
import io.tollhouse.contract.decision.Decision;
import io.tollhouse.contract.decision.Facts;
import io.tollhouse.contract.decision.Matcher;
import io.tollhouse.contract.decision.Verdict;
import io.tollhouse.contract.policy.AuditLevel;
import io.tollhouse.proxy.upstream.Dialer;
import io.tollhouse.proxy.upstream.Dialer.Dialled;
import io.tollhouse.proxy.upstream.Resolver;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Judges the requests of one event loop, and holds what they share. Used by that loop only. */
public final class Judge {
    private final EventLoop loop;
    private final Parts parts;
    private final RequestIds ids = new RequestIds();

    /**
     * What a judge works with.
     *
     * @param recorder a stream of the loop's own
     * @param live the table of the loop
     * @param resolver of the loop
     */
    public record Parts(
            ActivePolicy policy,
            Recorder.Stream recorder,
            LiveTable live,
            Resolver resolver,
            Dialer dialer,
            DecisionMeters meters,
            Clock clock) {}

    /** Of one event loop. */
    public Judge(EventLoop loop, Parts parts) {
        this.loop = loop;
        this.parts = parts;
    }

    /** The id of a new request. */
    public String newId() {
        return ids.next();
    }

    /** Takes a verified request that could be read its way; {@link RequestFlow#begin} starts it. */
    public RequestFlow flow(Asked asked, Carrier carrier) {
        return new RequestFlow(this, asked, carrier);
    }

    /** Refuses, and records, what no policy needs to judge: what is malformed, or asked by nobody known. */
    public Refusal refuse(Asked asked, Verdict verdict, BuiltIn rule, String reason) {
        var judged = refusal(parts.policy().current(), verdict, rule, reason);
        var refusal = Refusal.of(judged.decision(), asked.id());
        parts.meters().decided(judged.decision(), 0);
        parts.recorder().note(new RequestRecords(asked).refusal(judged, now(), refusal.status()));
        return refusal;
    }

    /** A refusal by a built-in rule, in the name of the policy where there is one. */
    static Judged refusal(@Nullable Matcher matcher, Verdict verdict, BuiltIn rule, String reason) {
        var decision = matcher == null
                ? Decision.refusal(verdict, rule.id(), reason, "", 0)
                : matcher.refusal(verdict, rule, reason);
        return Judged.by(matcher, decision);
    }

    Parts parts() {
        return parts;
    }

    EventLoop loop() {
        return loop;
    }

    /** To the millisecond, as records hold it, so that the facts can be had from a record again. */
    Instant now() {
        return parts.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }

    Facts facts(Asked asked) {
        return asked.facts(now());
    }

    /** Has a record held at its level, and goes on with whether it was in time. */
    void hold(AuditEvent event, @Nullable AuditLevel atLeast, Consumer<Boolean> next) {
        parts.recorder()
                .hold(event, atLeast)
                .whenComplete((inTime, error) -> onLoop(() -> next.accept(error == null && inTime)));
    }

    /** To where an admitted request leads: by a connection that its carrier has, else by a new one. */
    Future<Dialled> connect(Judgement judgement, Carrier carrier) {
        var addresses = judgement.answers().addresses();
        var kept = carrier.kept(addresses, judgement.route());
        return kept == null
                ? parts.dialer().dial(loop, addresses, judgement.target().port())
                : loop.newSucceededFuture(kept);
    }

    private void onLoop(Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }
}
