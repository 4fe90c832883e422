package io.tollhouse.proxy.listen;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Rings once when its time is over. Setting it anew is cheap, since that only moves the time at which its one task looks
 * again. Used by one event loop.
 */
final class Alarm {
    private final EventExecutor loop;
    private final Runnable ring;
    private long due;
    private boolean set;
    private @Nullable ScheduledFuture<?> task;
    private long taskDue;

    /** Not set. */
    Alarm(EventExecutor loop, Runnable ring) {
        this.loop = loop;
        this.ring = ring;
    }

    /** From now on; what was set before no longer counts. */
    void set(Duration time) {
        due = System.nanoTime() + time.toNanos();
        set = true;
        if (task != null && taskDue - due > 0) {
            task.cancel(false);
            task = null;
        }
        if (task == null) {
            schedule();
        }
    }

    /** It does not ring. */
    void stop() {
        set = false;
        if (task != null) {
            task.cancel(false);
            task = null;
        }
    }

    private void schedule() {
        taskDue = due;
        task = loop.schedule(this::look, due - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    private void look() {
        task = null;
        if (!set) {
            return;
        }
        if (due - System.nanoTime() > 0) {
            schedule();
        } else {
            set = false;
            ring.run();
        }
    }
}
