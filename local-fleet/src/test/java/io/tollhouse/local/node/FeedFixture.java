package io.tollhouse.local.node;

import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.contract.fleet.TrustedKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A real broker with a policy topic that is new for each test, and the feed of one node. */
abstract class FeedFixture {
    @TempDir
    static Path folder;

    static TestBroker broker;
    static PolicyWriter writer;

    /** The folder of the node alone. */
    @TempDir
    Path ledger;

    private @Nullable RunningFeed running;

    /** Each compilation takes a permit, and is counted when it begins to wait for it. */
    static final class Gate implements Runnable {
        final Semaphore permits = new Semaphore(0);
        final AtomicInteger compilations = new AtomicInteger();

        @Override
        public void run() {
            compilations.incrementAndGet();
            permits.acquireUninterruptibly();
        }

        void awaitCompilation(int number) {
            Awaitility.await("compilation " + number).until(() -> compilations.get() == number);
        }
    }

    @BeforeAll
    static void startBroker() throws IOException {
        broker = TestBroker.start(folder);
        broker.create(Topic.POLICY, Topic.HISTORY);
        writer = new PolicyWriter(broker, folder);
    }

    @AfterAll
    static void stopBroker() {
        writer.close();
        broker.close();
    }

    @BeforeEach
    void freshTopic() throws Exception {
        broker.delete(Topic.POLICY);
        Awaitility.await().ignoreExceptions().until(() -> {
            broker.create(Topic.POLICY);
            return writer.write("probe", null).offset() == 0;
        });
        freshHistory();
    }

    void freshHistory() {
        broker.delete(Topic.HISTORY);
        createHistory();
    }

    void createHistory() {
        Awaitility.await().ignoreExceptions().until(() -> {
            broker.create(Topic.HISTORY);
            return true;
        });
    }

    @AfterEach
    void stopFeed() throws InterruptedException {
        if (running != null) {
            running.stop();
        }
    }

    RunningFeed startFeed() throws IOException {
        var trusted = writer.trustedKeys();
        return start(() -> trusted, () -> {});
    }

    /** Compiles behind a gate. */
    RunningFeed startFeed(Gate gate) throws IOException {
        var trusted = writer.trustedKeys();
        return start(() -> trusted, gate);
    }

    RunningFeed startFeed(Supplier<TrustedKeys> trusted) {
        return start(trusted, () -> {});
    }

    private RunningFeed start(Supplier<TrustedKeys> trusted, Runnable beforeCompiling) {
        var started = new RunningFeed(ledger, trusted, broker, beforeCompiling);
        running = started;
        return started;
    }
}
