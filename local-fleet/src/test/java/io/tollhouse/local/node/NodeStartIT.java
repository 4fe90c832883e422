package io.tollhouse.local.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.contract.overlay.KillTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node lets through between its start and the end of its first reading. */
class NodeStartIT {
    private static final String ALLOWED = "one.test:443";
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final ExecutorService asking = Executors.newSingleThreadExecutor();
    private TestBroker broker;
    private PolicyWriter writer;

    @BeforeEach
    void start() throws Exception {
        broker = TestBroker.start(folder);
        broker.create(Topic.ALL.toArray(Topic[]::new));
        writer = new PolicyWriter(broker, folder);
        writer.publish(writer.signed(1, PolicyWriter.allowing("one.test")));
    }

    @AfterEach
    void stop() {
        asking.shutdownNow();
        writer.close();
        broker.close();
    }

    private TestNode node() throws IOException {
        return TestNode.start(broker.address(), folder, "node-1", PolicyWriter.FLEET, writer.trustedFolder(), Map.of());
    }

    /** Every answer that a client gets which asks all the time, up to the first by this rule. */
    private static Callable<Set<String>> answersUpTo(String rule, TestNode node) {
        return () -> {
            var answers = new TreeSet<String>();
            await("the answer " + rule)
                    .atMost(SOON)
                    .pollInterval(Duration.ofMillis(1))
                    .ignoreExceptionsInstanceOf(IOException.class) // nobody listens yet
                    .until(() -> {
                        var answer = node.agent().connect(ALLOWED);
                        answers.add(answer.status() + " " + answer.rule());
                        return answer.rule().equals(rule);
                    });
            return answers;
        };
    }

    @Test
    void whatWasKilledWhileItWasDownIsNeverLetThrough() throws Exception {
        node().awaitReady().close();
        writer.publish(writer.overlay(1, KillTarget.parse("agent-1", null, null, null)));

        try (var node = node()) {
            assertThat(asking.submit(answersUpTo("builtin.kill", node)).get(SOON.toSeconds(), TimeUnit.SECONDS))
                    .contains("403 builtin.kill")
                    .isSubsetOf("403 builtin.kill", "503 builtin.no-policy");
            node.awaitReady();
        }
    }

    @Test
    void whatAnotherRevisionAllowedIsNeverLetThrough() throws Exception {
        node().awaitReady().close();
        writer.publish(writer.signed(2, PolicyWriter.allowing("two.test")));

        try (var node = node()) {
            assertThat(asking.submit(answersUpTo("builtin.default", node)).get(SOON.toSeconds(), TimeUnit.SECONDS))
                    .contains("403 builtin.default")
                    .isSubsetOf("403 builtin.default", "503 builtin.no-policy");
        }
    }
}
