package io.tollhouse.proxy.policy;

import io.tollhouse.process.health.Health;
import java.io.IOException;
import java.util.function.Supplier;

/**
 * Keeps what is in force on disk. What is not there would not be in force when this node starts without Kafka: so it is tried
 * again until it is. For one thread only.
 */
final class Keeping {
    private final Write write;
    private final Supplier<String> what;
    private final Health.Part health;
    private boolean due;

    /** Writes what is in force now. */
    @FunctionalInterface
    interface Write {
        void write() throws IOException;
    }

    Keeping(Write write, Supplier<String> what, Health.Part health) {
        this.write = write;
        this.what = what;
        this.health = health;
    }

    /** Something else is in force. */
    void isDue() {
        due = true;
    }

    void keepIfDue() {
        if (!due) {
            return;
        }
        try {
            write.write();
            due = false;
            health.fine();
        } catch (IOException e) {
            health.degraded(what.get() + " is in force and cannot be kept on disk (" + e
                    + "); a start without Kafka would not find it. Look at the folder of ledger.dir");
        }
    }
}
