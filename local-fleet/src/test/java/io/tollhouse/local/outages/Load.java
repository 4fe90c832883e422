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
import java.util.stream.Stream;

/** Agents at work: through each node one asks all the time for what is refused, and another for what is let through. */
final class Load implements AutoCloseable {
    /** Between two requests of one agent: 25 in a second at most. */
    private static final Duration PAUSE = Duration.ofMillis(40);

    private static final AtomicLong NUMBERS = new AtomicLong();

    private final Queue<Asked> refused = new ConcurrentLinkedQueue<>();
    private final Queue<Asked> letThrough = new ConcurrentLinkedQueue<>();
    private final Queue<String> unanswered = new ConcurrentLinkedQueue<>();
    private final Queue<String> balancedUnanswered = new ConcurrentLinkedQueue<>();
    private final List<CompletableFuture<Void>> agents = new ArrayList<>();
    private final List<CompletableFuture<Void>> floods = new ArrayList<>();
    private volatile boolean ending;
    private volatile boolean flooding = true;

    /**
     * A request, and what came of it.
     *
     * @param path which no other request of the fleet has
     */
    record Asked(String path, Agent.Answer answer, Duration took) {}

    private Load() {}

    static Load on(List<TestNode> nodes) {
        var load = new Load();
        nodes.forEach(load::also);
        return load;
    }

    /** Another node too. */
    void also(TestNode node) {
        start(node.agent(), OutagesFleet.CLOSED, refused, unanswered);
        start(node.agent(), OutagesFleet.OPEN, letThrough, unanswered);
    }

    /** One that speaks through a balancer, so that none of its requests may be left without an answer. */
    void balanced(Agent agent) {
        start(agent, OutagesFleet.CLOSED, refused, balancedUnanswered);
        start(agent, OutagesFleet.OPEN, letThrough, balancedUnanswered);
    }

    /** Paths of requests through a balancer that got no answer. */
    List<String> balancedUnanswered() {
        return List.copyOf(balancedUnanswered);
    }

    /** One agent asks as fast as it is answered. */
    void flood(Agent agent, String url) {
        floods.add(run(() -> {
            while (flooding) {
                ask(agent, url, url.equals(OutagesFleet.CLOSED) ? refused : letThrough, unanswered);
            }
        }));
    }

    /** Returns when none floods any more. */
    void endFloods() {
        flooding = false;
        floods.forEach(CompletableFuture::join);
    }

    private void start(Agent agent, String url, Queue<Asked> answers, Queue<String> without) {
        agents.add(run(() -> {
            while (!ending) {
                ask(agent, url, answers, without);
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }));
    }

    private static CompletableFuture<Void> run(Runnable agent) {
        return CompletableFuture.runAsync(agent, run -> new Thread(run, "agent").start());
    }

    private void ask(Agent agent, String url, Queue<Asked> answers, Queue<String> without) {
        var path = "/" + NUMBERS.incrementAndGet();
        long began = System.nanoTime();
        try {
            var answer = agent.get(url + path);
            answers.add(new Asked(path, answer, Duration.ofNanos(System.nanoTime() - began)));
        } catch (IOException e) {
            without.add(path);
        }
    }

    /** Asks once for what is let through; the status of the answer, 0 where there was none. */
    int once(Agent agent, String url) {
        var answers = new ConcurrentLinkedQueue<Asked>();
        ask(agent, url, answers, unanswered);
        letThrough.addAll(answers);
        return answers.stream().mapToInt(asked -> asked.answer().status()).sum();
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
        endFloods();
        agents.forEach(CompletableFuture::join);
    }

    /** Paths of all requests. */
    List<String> paths() {
        return Stream.concat(
                        Stream.of(letThrough, refused).flatMap(Queue::stream).map(Asked::path), unanswered().stream())
                .toList();
    }

    /** Paths of requests that got no answer. */
    List<String> unanswered() {
        return Stream.concat(unanswered.stream(), balancedUnanswered.stream()).toList();
    }

    @Override
    public void close() {
        ending = true;
        flooding = false;
    }
}
