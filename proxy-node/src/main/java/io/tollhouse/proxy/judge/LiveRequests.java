package io.tollhouse.proxy.judge;

import io.netty.util.concurrent.EventExecutor;
import io.tollhouse.contract.decision.Matcher;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;

/** Every request that is in flight, so that a new revision can judge it again. */
public final class LiveRequests {
    private final List<LiveTable> tables = new ArrayList<>();
    private final LongAdder tunnels = new LongAdder();
    private final LongAdder tunnelsCut = new LongAdder();

    /** The table of one event loop. All are made before the first request. */
    public LiveTable tableOf(EventExecutor loop) {
        var table = new LiveTable(loop, tunnels, tunnelsCut);
        tables.add(table);
        return table;
    }

    /**
     * Has everything in flight judged by this matcher, each request on its own event loop, and cuts what it would not admit
     * in the same manner. To be called from any thread after the matcher has become the active one.
     *
     * @return how many tunnels were cut by it, when every event loop has and {@link #tunnelsCut} counts them; fails where something
     *     could be neither judged nor ended
     */
    public CompletionStage<Long> rejudge(Matcher matcher) {
        var each = tables.stream().map(table -> table.rejudge(matcher)).toList();
        return CompletableFuture.allOf(each.toArray(CompletableFuture<?>[]::new))
                .thenApply(
                        all -> each.stream().mapToLong(CompletableFuture::join).sum());
    }

    /** How many tunnels are open. */
    public long tunnels() {
        return tunnels.sum();
    }

    /** How many tunnels were cut by a new revision since the start. */
    public long tunnelsCut() {
        return tunnelsCut.sum();
    }
}
