package io.tollhouse.proxy.listen;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollhouse.proxy.identity.AgentDirectory;
import io.tollhouse.proxy.judge.ActivePolicy;
import io.tollhouse.proxy.judge.LiveRequests;
import io.tollhouse.proxy.judge.Recorder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

/** The side of a node that agents see: listens, and carries what the policy lets through. */
public final class Edge {
    private final InetSocketAddress address;
    private final LiveRequests live = new LiveRequests();

    private Edge(InetSocketAddress address) {
        this.address = address;
    }

    /**
     * Starts to listen.
     *
     * @throws IOException where the address cannot be bound; the message names it
     */
    @SuppressWarnings("unused") // the insides come next
    public static Edge start(
            EdgeSettings settings, ActivePolicy policy, AgentDirectory agents, Recorder recorder, MeterRegistry meters)
            throws IOException {
        return new Edge(settings.listen());
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return address;
    }

    /** What is in flight, to be judged again when the policy changes. */
    public LiveRequests live() {
        return live;
    }

    /** How many client connections are open. */
    public long connections() {
        return 0;
    }

    /** How many tunnels are open. */
    public long tunnels() {
        return live.tunnels();
    }

    /** How many tunnels were cut by a new revision since the start. */
    public long tunnelsCut() {
        return live.tunnelsCut();
    }

    /** Stops listening at once, lets what is in flight go on for this long, then ends it with its outcome records. */
    @SuppressWarnings("unused") // the insides come next
    public void stop(Duration grace) {}
}
