package io.tollhouse.bench.records;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollhouse.contract.audit.AuditEvent;
import io.tollhouse.contract.audit.AuditField;
import io.tollhouse.contract.audit.AuditStream;
import io.tollhouse.contract.audit.Stage;
import io.tollhouse.contract.policy.AuditLevel;
import io.tollhouse.contract.settings.HostPort;
import io.tollhouse.process.health.Health;
import io.tollhouse.process.kafka.KafkaAccess;
import io.tollhouse.process.kafka.KafkaDesk;
import io.tollhouse.proxy.judge.Recorder;
import io.tollhouse.proxy.ledger.Ledger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One record, as an event loop has it written. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH sets them up
public class Appending {
    /** Nobody listens there. */
    private static final HostPort NO_KAFKA = new HostPort("127.0.0.1", 1);

    /** More than is written. */
    private static final long BUDGET = 1L << 38;

    private Path folder;
    private Ledger ledger;
    private KafkaDesk desk;
    private Recorder.Stream stream;
    private AuditStream encoder;
    private long number;

    /** Each measurement begins with an empty folder. */
    @Setup(Level.Iteration)
    public void open() throws IOException {
        folder = Files.createTempDirectory(Path.of("target"), "ledger");
        var access = new KafkaAccess(List.of(NO_KAFKA), Map.of(), "node-1");
        desk = new KafkaDesk(access);
        ledger = new Ledger(
                new Ledger.Writer("f-1", "node-1", "0123456789ab", "bench"),
                new Ledger.Terms(folder, true, BUDGET, AuditLevel.WRITTEN, Duration.ofSeconds(2)),
                access,
                desk,
                new Health(),
                new SimpleMeterRegistry(),
                Clock.systemUTC());
        ledger.start();
        stream = ledger.open(Runnable::run);
        encoder = new AuditStream("node-1", "0123456789ab", 1, "bench");
    }

    @TearDown(Level.Iteration)
    public void close() throws IOException, InterruptedException {
        ledger.stop(Duration.ZERO);
        desk.close();
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private AuditEvent event(Stage stage) {
        return AuditEvent.of(stage, Instant.EPOCH, "connect", "r-" + number++)
                .decision("allow", "docs", "the rule docs allows it", "bench", 7, "0".repeat(64))
                .text(AuditField.USER_NAME, "agent-" + (number & 63))
                .text(AuditField.SOURCE_IP, "192.0.2.7")
                .number(AuditField.SOURCE_PORT, 40_000)
                .text(AuditField.DESTINATION_DOMAIN, "docs.example.test")
                .number(AuditField.DESTINATION_PORT, 443)
                .addresses(List.of("93.184.215.14", "2606:2800:220:1::1"))
                .text(AuditField.FACTS, "0".repeat(64));
    }

    /** What a record costs that goes nowhere. */
    @Benchmark
    public Object encoded() {
        return encoder.encode(event(Stage.REFUSAL));
    }

    /** The same, held at the level {@code written}; fails where it is not. */
    @Benchmark
    public void written() {
        if (!stream.hold(event(Stage.LOOKUP), null).toCompletableFuture().getNow(false)) {
            throw new IllegalStateException("not held: the disk is full, or no file was made in time");
        }
    }
}
