package io.tollhouse.process.health;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread that lives as long as its process, or has one thing to do. When it dies before that, the process is red until it is restarted. */
public final class Worker {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    private final Thread thread;
    private volatile boolean stopping;
    private boolean returns;

    private Worker(String name, Health health, Body body) {
        thread = new Thread(() -> run(name, health, body), name);
        thread.setDaemon(true);
    }

    /** What it does until it is interrupted. */
    @FunctionalInterface
    public interface Body {
        void run() throws InterruptedException;
    }

    public static Worker start(String name, Health health, Body body) {
        var worker = new Worker(name, health, body);
        worker.thread.start();
        return worker;
    }

    /** As {@link #start}, for one that may return at any time; only an exception is its death. */
    public static void startOnce(String name, Health health, Body body) {
        var worker = new Worker(name, health, body);
        worker.returns = true;
        worker.thread.start();
    }

    private void run(String name, Health health, Body body) {
        try {
            body.run();
            if (returns) {
                stopping = true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            LOG.error("the thread {} died", name, e);
        } finally {
            if (!stopping) {
                health.part("thread " + name).red("it died; the log says of what. Restart this process");
            }
        }
    }

    /** From now on its end is no death. For one that ends by itself when it is told to. */
    public void mayEnd() {
        stopping = true;
    }

    /** Interrupts it and waits for its end, but no longer than this. */
    public void stop(Duration limit) throws InterruptedException {
        stopping = true;
        thread.interrupt();
        thread.join(Math.max(1, limit.toMillis()));
    }

    /** Whether the calling thread is this one. */
    public boolean isCurrent() {
        return Thread.currentThread() == thread;
    }
}
