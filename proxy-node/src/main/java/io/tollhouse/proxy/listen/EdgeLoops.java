package io.tollhouse.proxy.listen;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.EventLoop;
import io.tollhouse.proxy.identity.AgentDirectory;
import io.tollhouse.proxy.identity.Credentials;
import io.tollhouse.proxy.judge.ActivePolicy;
import io.tollhouse.proxy.judge.DecisionMeters;
import io.tollhouse.proxy.judge.Judge;
import io.tollhouse.proxy.judge.LiveRequests;
import io.tollhouse.proxy.judge.LiveTable;
import io.tollhouse.proxy.judge.Progress;
import io.tollhouse.proxy.judge.Recorder;
import io.tollhouse.proxy.upstream.Dialer;
import io.tollhouse.proxy.upstream.Resolver;
import io.tollhouse.proxy.upstream.UpstreamTls;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The parts of every event loop. All are added before the first connection, and none after it. */
final class EdgeLoops {
    private static final Duration END = Duration.ofSeconds(1);

    private record Loop(EdgeLoop parts, LiveTable table, Resolver resolver) {}

    /** How often running requests are looked at. */
    private static final long LOOK_MILLIS = 500;

    private final Map<EventLoop, Loop> loops = new HashMap<>();
    private final LiveRequests live = new LiveRequests();
    private final byte[] queryKey = QueryHash.newKey();
    private final UpstreamTls tls = new UpstreamTls();
    private final ActivePolicy policy;
    private final Credentials credentials;
    private final Recorder recorder;
    private final Clock time;
    private final Function<EventLoop, Resolver> resolvers;
    private final Clocks clocks;
    private final Progress.Terms progress;
    private final Dialer dialer;
    private final DecisionMeters meters;
    private final MeterRegistry registry;
    private final Door door;
    private volatile boolean draining;

    EdgeLoops(
            EdgeSettings settings,
            ActivePolicy policy,
            AgentDirectory agents,
            Recorder recorder,
            MeterRegistry registry,
            Clock time,
            Function<EventLoop, Resolver> resolvers,
            Clocks clocks) {
        this.policy = policy;
        this.credentials = new Credentials(agents);
        this.recorder = recorder;
        this.time = time;
        this.resolvers = resolvers;
        this.clocks = clocks;
        this.progress = settings.progress();
        this.dialer = new Dialer(settings.connectTimeout(), registry);
        this.meters = new DecisionMeters(registry);
        this.registry = registry;
        this.door = settings.door();
    }

    void add(EventLoop loop) {
        var table = live.tableOf(loop);
        var resolver = resolvers.apply(loop);
        var judge =
                new Judge(loop, new Judge.Parts(policy, recorder.open(loop), table, resolver, dialer, meters, time));
        var pool = new UpstreamPool(registry);
        loop.scheduleWithFixedDelay(() -> table.progress(progress), LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        loop.scheduleWithFixedDelay(pool::sweep, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        var parts = new EdgeLoop(judge, credentials, new QueryHash(queryKey), tls, pool, door, clocks, () -> draining);
        loops.put(loop, new Loop(parts, table, resolver));
    }

    EdgeLoop of(EventLoop loop) {
        return Objects.requireNonNull(loops.get(loop), "every loop was added").parts();
    }

    /** From now on every connection ends behind its next answer. */
    void drain() {
        draining = true;
    }

    LiveRequests live() {
        return live;
    }

    /** Ends every request on its loop, and waits until that is done. */
    void endRequests() {
        loops.forEach((loop, parts) -> loop.submit(parts.table()::stop).awaitUninterruptibly(END.toMillis()));
    }

    void close() {
        loops.forEach((loop, parts) -> loop.submit(() -> {
                    parts.parts().pool().close();
                    parts.resolver().close();
                })
                .awaitUninterruptibly(END.toMillis()));
    }
}
