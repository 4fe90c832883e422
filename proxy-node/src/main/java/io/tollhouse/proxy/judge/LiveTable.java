package io.tollhouse.proxy.judge;

import io.netty.util.concurrent.EventExecutor;
import io.tollhouse.contract.decision.Matcher;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The requests in flight on one event loop, and touched by that loop only. */
public final class LiveTable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveTable.class);

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

        /** Records how far it has come, where that is due. */
        void progress(Progress.Terms terms);

        /** Ends it at once; why stands in its last record. */
        void stop(String why);
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

    /** Has each record how far it has come, where that is due. To be called on the event loop, from time to time. */
    public void progress(Progress.Terms terms) {
        entries.forEach(request -> request.progress(terms));
    }

    /** Ends everything at once, because the node stops. To be called on the event loop. */
    public void stop() {
        new ArrayList<>(entries).forEach(request -> request.stop("drained"));
    }

    /**
     * How many tunnels were cut, when every request of this loop was judged again. Fails where one could be neither judged nor
     * ended.
     */
    CompletableFuture<Long> rejudge(Matcher matcher) {
        return CompletableFuture.supplyAsync(() -> rejudgeAll(matcher), loop);
    }

    /** One that cannot be judged is ended, and keeps no other from being judged. */
    private long rejudgeAll(Matcher matcher) {
        long cut = 0;
        int unjudged = 0;
        int unended = 0;
        for (var request : new ArrayList<>(entries)) {
            boolean over;
            try {
                over = request.rejudge(matcher);
            } catch (RuntimeException e) {
                if (unjudged++ == 0) {
                    LOG.error("a request in flight cannot be judged, and is ended", e);
                }
                over = end(request);
                unended += over ? 0 : 1;
            }
            if (over && request.isTunnel()) {
                tunnelsCut.increment();
                cut++;
            }
        }
        if (unended > 0) {
            throw new IllegalStateException(unended + " in flight can be neither judged nor ended");
        }
        return cut;
    }

    private static boolean end(Live request) {
        try {
            request.stop("it could not be judged by what is in force now");
            return true;
        } catch (RuntimeException e) {
            LOG.error("a request in flight can be neither judged nor ended", e);
            return false;
        }
    }
}
