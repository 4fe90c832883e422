package io.tollhouse.proxy.judge;

import io.tollhouse.contract.audit.AuditEvent;
import io.tollhouse.contract.audit.AuditField;
import io.tollhouse.contract.policy.AuditLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A {@link Recorder} that keeps what it is given, and holds, holds back or refuses as it is told. */
public final class RecordingRecorder implements Recorder {

    /** What happens to a record that somebody waits for. */
    public enum Mode {
        ACKNOWLEDGE,
        HOLD_BACK,
        REFUSE
    }

    private final List<AuditEvent> events = new ArrayList<>();
    private final List<CompletableFuture<Boolean>> heldBack = new ArrayList<>();
    private final List<AuditLevel> asked = new ArrayList<>();
    private Mode mode = Mode.ACKNOWLEDGE;

    /** From now on. */
    public synchronized void mode(Mode next) {
        mode = next;
    }

    /** Answers everything that was held back. */
    public void answerHeldBack(boolean held) {
        List<CompletableFuture<Boolean>> waiting;
        synchronized (this) {
            waiting = List.copyOf(heldBack);
            heldBack.clear();
        }
        waiting.forEach(future -> future.complete(held));
    }

    /** How many wait for {@link #answerHeldBack}. */
    public synchronized int waiting() {
        return heldBack.size();
    }

    /** Everything that was recorded, in order. */
    public synchronized List<AuditEvent> events() {
        return List.copyOf(events);
    }

    /** One field of everything that was recorded, in order; "-" where a record does not have it. */
    public synchronized List<String> values(AuditField field) {
        return events.stream()
                .map(event -> event.value(field))
                .map(value -> value == null ? "-" : value.toString())
                .toList();
    }

    @Override
    public Stream open(Executor owner) {
        return new Stream() {
            @Override
            public CompletionStage<Boolean> hold(AuditEvent event, @Nullable AuditLevel atLeast) {
                ask(atLeast);
                return keep(event);
            }

            @Override
            public boolean note(AuditEvent event) {
                add(event);
                return true;
            }
        };
    }

    /** The levels that rules asked for, of each record that was waited for. */
    public synchronized List<AuditLevel> asked() {
        return List.copyOf(asked);
    }

    private synchronized void ask(@Nullable AuditLevel level) {
        if (level != null) {
            asked.add(level);
        }
    }

    private synchronized void add(AuditEvent event) {
        events.add(event);
    }

    private synchronized CompletionStage<Boolean> keep(AuditEvent event) {
        events.add(event);
        var answer = new CompletableFuture<Boolean>();
        switch (mode) {
            case ACKNOWLEDGE -> answer.complete(true);
            case HOLD_BACK -> heldBack.add(answer);
            case REFUSE -> answer.complete(false);
        }
        return answer;
    }
}
