package io.tollhouse.proxy.ledger;

import io.tollhouse.contract.audit.AuditEvent;
import io.tollhouse.contract.audit.Stage;
import io.tollhouse.contract.policy.AuditLevel;
import io.tollhouse.proxy.judge.Recorder;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The stream of one event loop, which alone uses it. */
final class LoopStream implements Recorder.Stream {
    private static final CompletionStage<Boolean> HELD = CompletableFuture.completedStage(true);
    private static final CompletionStage<Boolean> NOT_HELD = CompletableFuture.completedStage(false);

    private final StreamLog log;
    private final AuditLevel least;
    private final LedgerMeters meters;
    private final Consumer<Waiting> synced;
    private final Consumer<Waiting> replicated;

    /**
     * Of a log that nobody else appends to.
     *
     * @param least level of every record that is held
     * @param synced, replicated take somebody who waits for that
     */
    LoopStream(
            StreamLog log,
            AuditLevel least,
            LedgerMeters meters,
            Consumer<Waiting> synced,
            Consumer<Waiting> replicated) {
        this.log = log;
        this.least = least;
        this.meters = meters;
        this.synced = synced;
        this.replicated = replicated;
    }

    @Override
    public CompletionStage<Boolean> hold(AuditEvent event, @Nullable AuditLevel atLeast) {
        long began = System.nanoTime();
        var stage = event.stage();
        if (!append(event, stage, began)) {
            meters.refused();
            return NOT_HELD;
        }
        var level = atLeast == null || atLeast.compareTo(least) < 0 ? least : atLeast;
        return switch (level) {
            case WRITTEN -> HELD;
            case SYNCED -> waiting(synced, began);
            case REPLICATED -> waiting(replicated, began);
        };
    }

    @Override
    public boolean note(AuditEvent event) {
        return append(event, event.stage(), System.nanoTime());
    }

    private boolean append(AuditEvent event, Stage stage, long began) {
        if (!log.append(event, stage)) {
            meters.lost(stage);
            return false;
        }
        meters.appended(System.nanoTime() - began);
        return true;
    }

    private CompletionStage<Boolean> waiting(Consumer<Waiting> level, long began) {
        var segment = log.current();
        if (segment == null) {
            return NOT_HELD;
        }
        var waits = new Waiting(log.last(), segment, began, new CompletableFuture<>());
        level.accept(waits);
        return waits.held();
    }
}
