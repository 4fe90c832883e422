package io.tollhouse.proxy.judge;

import io.netty.util.concurrent.EventExecutor;
import io.tollhouse.contract.decision.Matcher;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;

/** The requests in flight on one event loop, and touched by that loop only. */
public final class LiveTable {
    private final EventExecutor loop;
    private final LongAdder tunnels;
    private final LongAdder tunnelsCut;
    private final Set<Live> entries = new LinkedHashSet<>();

    LiveTable(EventExecutor loop, LongAdder tunnels, LongAdder tunnelsCut) {
        this.loop = loop;
        this.tunnels = tunnels;
        this.tunnelsCut = tunnelsCut;
    }

    /** Something in flight. */
    interface Live {

        /** Whether it counts as a tunnel. */
        boolean isTunnel();

        /** Judges it again and cuts it where it would not be admitted in the same manner; says whether it was cut. */
        boolean rejudge(Matcher matcher);

        /** Ends it at once, because the node stops. */
        void stop();
    }

    void enter(Live request) {
        if (entries.add(request) && request.isTunnel()) {
            tunnels.increment();
        }
    }

    void leave(Live request) {
        if (entries.remove(request) && request.isTunnel()) {
            tunnels.decrement();
        }
    }

    /** Ends everything at once, because the node stops. To be called on the event loop. */
    public void stop() {
        new ArrayList<>(entries).forEach(Live::stop);
    }

    /** Done when every request of this loop was judged again, and what was cut is counted. */
    CompletableFuture<Void> rejudge(Matcher matcher) {
        var done = new CompletableFuture<Void>();
        loop.execute(() -> {
            try {
                rejudgeAll(matcher);
            } finally {
                done.complete(null);
            }
        });
        return done;
    }

    private void rejudgeAll(Matcher matcher) {
        for (var request : new ArrayList<>(entries)) {
            if (request.rejudge(matcher) && request.isTunnel()) {
                tunnelsCut.increment();
            }
        }
    }
}
