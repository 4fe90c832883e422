package io.tollhouse.bench.records;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollhouse.contract.audit.AuditEvent;
import io.tollhouse.contract.decision.Matcher;
import io.tollhouse.contract.decision.Surroundings;
import io.tollhouse.contract.policy.AuditLevel;
import io.tollhouse.contract.policy.PolicyCodec;
import io.tollhouse.contract.settings.HostPort;
import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.process.health.Health;
import io.tollhouse.process.kafka.KafkaAccess;
import io.tollhouse.process.kafka.KafkaDesk;
import io.tollhouse.proxy.identity.SecretHash;
import io.tollhouse.proxy.judge.Progress;
import io.tollhouse.proxy.judge.Recorder;
import io.tollhouse.proxy.ledger.Ledger;
import io.tollhouse.proxy.listen.Door;
import io.tollhouse.proxy.listen.Edge;
import io.tollhouse.proxy.listen.EdgeSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The edge of a node with a policy of its own, to be put under load: with the ledger, or with a recorder that keeps nothing, which no setting
 * of the product gives.
 */
public final class AdmissionNode {
    private static final Duration WAIT = Duration.ofSeconds(5);
    private static final String AGENT = "bench";
    private static final String SECRET = "bench";

    private AdmissionNode() {}

    /** Keeps nothing. */
    private static final class Nothing implements Recorder, Recorder.Stream {
        private static final CompletionStage<Boolean> HELD = CompletableFuture.completedStage(true);

        @Override
        public Stream open(Executor owner) {
            return this;
        }

        @Override
        public CompletionStage<Boolean> hold(AuditEvent event, @Nullable AuditLevel atLeast) {
            return HELD;
        }

        @Override
        public boolean note(AuditEvent event) {
            return true;
        }
    }

    /**
     * Starts one, on loopback, that lets the agent {@code bench} with the secret {@code bench} go there, and returns when it listens.
     *
     * @param to a host as policies have it, any port
     * @param level null for a recorder that keeps nothing
     */
    public static void start(int port, String to, @Nullable AuditLevel level, HostPort kafka, Path folder)
            throws IOException, InvalidDocument {
        var text = """
                tollhouse: v1
                policy: bench
                rules:
                  - {id: bench, to: ["%s"], ports: any, protocol: [http, tls, tcp], action: allow}
                """.formatted(to);
        var policy = PolicyCodec.parse(text.getBytes(StandardCharsets.UTF_8), "bench", Map.of());
        var matcher = Matcher.compile(policy, null, 1, text, Surroundings.none(), null);
        var verifier = SecretHash.of(SECRET);
        Edge.start(
                new EdgeSettings(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                        Door.PLAIN,
                        List.of(),
                        WAIT,
                        new Progress.Terms(Duration.ofDays(1), Long.MAX_VALUE),
                        1),
                () -> matcher,
                name -> name.equals(AGENT) ? verifier : null,
                level == null ? new Nothing() : ledger(level, kafka, folder),
                new SimpleMeterRegistry(),
                Clock.systemUTC());
    }

    private static Recorder ledger(AuditLevel level, HostPort kafka, Path folder) {
        var access = new KafkaAccess(List.of(kafka), Map.of(), AGENT);
        var boot = "%012x".formatted(System.nanoTime() & 0xffff_ffff_ffffL);
        var ledger = new Ledger(
                new Ledger.Writer(AGENT, AGENT, boot, AGENT),
                new Ledger.Terms(folder, true, 1L << 34, level, WAIT),
                access,
                new KafkaDesk(access),
                new Health(),
                new SimpleMeterRegistry(),
                Clock.systemUTC());
        ledger.start();
        return ledger;
    }
}
