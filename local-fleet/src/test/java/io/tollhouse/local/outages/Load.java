package io.tollhouse.local.outages;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.local.node.TestNode;
import io.tollhouse.local.testing.Agent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Agents at work: through each node one asks all the time for what is refused, and another for what is let through. */
final class Load implements AutoCloseable {
    /** Between two requests of one agent: 25 in a second at most. */
    private static final Duration PAUSE = Duration.ofMillis(40);

    private static final AtomicLong NUMBERS = new AtomicLong();

    private final Queue<Asked> refused = new ConcurrentLinkedQueue<>();
    private final Queue<Asked> letThrough = new ConcurrentLinkedQueue<>();
    private final Queue<String> unanswered = new ConcurrentLinkedQueue<>();
    private final List<CompletableFuture<Void>> agents = new ArrayList<>();
    private volatile boolean ending;

    /**
     * A request, and what came of it.
     *
     * @param path which no other request of the fleet has
     */
    record Asked(String path, Agent.Answer answer, Duration took) {}

    private Load() {}

    static Load on(List<TestNode> nodes) {
        var load = new Load();
        for (var node : nodes) {
            load.start(node.agent(), OutagesFleet.CLOSED, load.refused);
            load.start(node.agent(), OutagesFleet.OPEN, load.letThrough);
        }
        return load;
    }

    private void start(Agent agent, String url, Queue<Asked> answers) {
        agents.add(CompletableFuture.runAsync(() -> ask(agent, url, answers), run -> new Thread(run, "agent").start()));
    }

    private void ask(Agent agent, String url, Queue<Asked> answers) {
        while (!ending) {
            var path = "/" + NUMBERS.incrementAndGet();
            long began = System.nanoTime();
            try {
                var answer = agent.get(url + path);
                answers.add(new Asked(path, answer, Duration.ofNanos(System.nanoTime() - began)));
            } catch (IOException e) {
                unanswered.add(path);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** Of requests that the policy refuses. */
    List<Asked> refused() {
        return List.copyOf(refused);
    }

    /** Of requests that the policy lets through. */
    List<Asked> letThrough() {
        return List.copyOf(letThrough);
    }

    /** How long most of them took at most. */
    static Duration median(List<Asked> asked) {
        return asked.stream().map(Asked::took).sorted().toList().get(asked.size() / 2);
    }

    @Override
    public String toString() {
        return "%d requests that are refused, half of them within %d ms, and %d that are let through, half within %d ms"
                .formatted(
                        refused.size(),
                        median(refused()).toMillis(),
                        letThrough.size(),
                        median(letThrough()).toMillis());
    }

    /** Ends it; fails where a request got no answer at all. */
    void end() {
        endWithBreaks();
        assertThat(unanswered).as("requests without an answer").isEmpty();
    }

    /** Ends it; of what got no answer {@link #unanswered} tells. */
    void endWithBreaks() {
        ending = true;
        agents.forEach(CompletableFuture::join);
    }

    /** Paths of requests that got no answer. */
    List<String> unanswered() {
        return List.copyOf(unanswered);
    }

    @Override
    public void close() {
        ending = true;
    }
}
