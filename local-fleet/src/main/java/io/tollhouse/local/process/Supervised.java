package io.tollhouse.local.process;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Keeps one service running: starts it, sees when it is ready, starts it again when it dies. */
public final class Supervised {
    private static final Duration READY_INTERVAL = Duration.ofMillis(100);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    /** A service that ran this long was well; when it dies after that, the pauses begin anew. */
    private static final Duration WELL = Duration.ofSeconds(30);

    private static final Optional<String> NOT_STARTED = Optional.of("is not started");

    private final Service service;
    private final Watcher watcher;
    private final Thread thread;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile Optional<String> missing = NOT_STARTED;
    private volatile @Nullable Child child;
    private Duration pause = FIRST_PAUSE;

    public Supervised(Service service, Watcher watcher) {
        this.service = service;
        this.watcher = watcher;
        this.thread = new Thread(this::run, "supervise-" + service.name());
        this.thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    public String name() {
        return service.name();
    }

    /** What it lacked when last asked; empty when it was ready. */
    public Optional<String> missing() {
        return missing;
    }

    /** Asks it to end, makes it when it takes too long, and does not start it again. */
    public void stop() throws InterruptedException {
        end(service.grace());
    }

    /** Ends it at once. */
    public void kill() throws InterruptedException {
        end(Duration.ZERO);
    }

    private void end(Duration grace) throws InterruptedException {
        stopping.countDown();
        // Again and again: a start that was under way when we looked is seen the next time.
        while (thread.isAlive()) {
            var running = child;
            if (running != null && running.isAlive()) {
                running.stop(grace);
            }
            thread.join(50);
        }
    }

    private void run() {
        try {
            while (!isStopping()) {
                once();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void once() throws InterruptedException {
        long start = System.nanoTime();
        var how = runToItsEnd();
        if (isStopping()) {
            return;
        }
        if (since(start).compareTo(WELL) > 0) {
            pause = FIRST_PAUSE;
        }
        watcher.died(service.name(), how, pause);
        stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        pause = min(pause.multipliedBy(2), LONGEST_PAUSE);
    }

    /** Returns how it ended. */
    private String runToItsEnd() throws InterruptedException {
        try {
            long start = System.nanoTime();
            var started = Child.start(service.starter().launch(), service.log(), service.pidFile());
            child = started;
            while (!ended(started)) {
                if (missing.isPresent()) {
                    ask(start);
                }
            }
            int exit = started.exit().get();
            service.starter().ended(exit, missing.isEmpty());
            return noted(Ending.inWords(exit, service.log()));
        } catch (ExecutionException e) {
            throw new IllegalStateException("waiting for a process does not fail", e);
        } catch (IOException | RuntimeException e) { // whatever it is, the next attempt may be better
            return noted("could not be started: " + e.getMessage());
        }
    }

    private void ask(long start) {
        missing = service.readiness().missing();
        if (missing.isEmpty()) {
            watcher.ready(service.name(), since(start));
        }
    }

    private String noted(String how) {
        missing = Optional.of(how);
        return how;
    }

    private static boolean ended(Child child) throws InterruptedException, ExecutionException {
        try {
            child.exit().get(READY_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    private static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
