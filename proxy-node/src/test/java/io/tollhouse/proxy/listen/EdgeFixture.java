package io.tollhouse.proxy.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollhouse.contract.audit.AuditEvent;
import io.tollhouse.contract.audit.AuditField;
import io.tollhouse.contract.decision.BuiltIn;
import io.tollhouse.contract.decision.Matcher;
import io.tollhouse.contract.decision.Surroundings;
import io.tollhouse.contract.decision.Verdict;
import io.tollhouse.contract.overlay.Kill;
import io.tollhouse.contract.overlay.KillTarget;
import io.tollhouse.contract.overlay.Overlay;
import io.tollhouse.contract.policy.PolicyCodec;
import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.proxy.identity.SecretHash;
import io.tollhouse.proxy.judge.Progress;
import io.tollhouse.proxy.judge.RecordingRecorder;
import io.tollhouse.proxy.upstream.FakeResolver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * An edge with one event loop and everything around it that a test turns: policy, names, records, clocks. Registered as an
 * extension it ends with its test.
 */
final class EdgeFixture implements AutoCloseable, AfterEachCallback {
    /** Long enough never to be met by a test that does not want to. */
    static final Clocks CLOCKS = new Clocks(
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            Duration.ofSeconds(20));

    /** This node. */
    static final String NODE = "node-1";

    /** The id of what {@link #kill} lays over the policy. */
    static final String OVERLAY = "1-0123456789ab";

    /** Why somebody ordered it. */
    static final String WHY = "only operators see this";

    private static final Progress.Terms NO_PROGRESS = new Progress.Terms(Duration.ofDays(1), Long.MAX_VALUE);
    private static final Surroundings SURROUNDINGS = new Surroundings(Set.of(), Set.of(), Set.of(), List.of(), true);

    final RecordingRecorder recorder = new RecordingRecorder();
    final FakeResolver names = new FakeResolver();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Edge edge;
    private final Map<Long, Matcher> revisions = new ConcurrentHashMap<>();
    private volatile Overlay overlay = Overlay.nothing();
    private volatile @Nullable Matcher matcher;
    private long revision;

    EdgeFixture() {
        this(CLOCKS);
    }

    EdgeFixture(Clocks clocks) {
        this(clocks, Clock.systemUTC());
    }

    /** With a time of its own, by which it judges and records. */
    EdgeFixture(Clocks clocks, Clock time) {
        this(clocks, time, NO_PROGRESS);
    }

    /** With records of what goes on. */
    EdgeFixture(Progress.Terms progress) {
        this(CLOCKS, Clock.systemUTC(), progress);
    }

    /** With another door. */
    EdgeFixture(Door door) {
        this(CLOCKS, Clock.systemUTC(), NO_PROGRESS, door);
    }

    private EdgeFixture(Clocks clocks, Clock time, Progress.Terms progress) {
        this(clocks, time, progress, Door.PLAIN);
    }

    private EdgeFixture(Clocks clocks, Clock time, Progress.Terms progress, Door door) {
        var listen = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try {
            edge = Edge.start(
                    new EdgeSettings(listen, door, List.of(), Duration.ofSeconds(5), progress, 1),
                    () -> matcher,
                    name -> Set.of(Agent.NAME, Agent.OTHER).contains(name) ? SecretHash.of(Agent.SECRET) : null,
                    recorder,
                    meters,
                    time,
                    names::on,
                    clocks);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts these rules in force, as the policy feed does: first the reference, then what is in flight. */
    EdgeFixture policy(String... rules) {
        swap(rules);
        edge.live().rejudge(Objects.requireNonNull(matcher));
        return this;
    }

    /** Puts these rules in force without telling anything in flight. */
    EdgeFixture swap(String... rules) {
        var text = "tollhouse: v1\npolicy: test\nrules:\n" + String.join("", rules);
        try {
            var policy = PolicyCodec.parse(text.getBytes(StandardCharsets.UTF_8), "test.yaml");
            var next = Matcher.compile(policy, ++revision, "hash-" + revision, SURROUNDINGS);
            revisions.put(revision, next);
            matcher = next;
            return this;
        } catch (InvalidDocument e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    /**
     * Lays kills over the policy in force, as the policy feed does, and returns when everything in flight was judged by them.
     */
    EdgeFixture kill(KillTarget... targets) {
        swapKill(targets);
        edge.live()
                .rejudge(Objects.requireNonNull(matcher))
                .toCompletableFuture()
                .orTimeout(5, TimeUnit.SECONDS)
                .join();
        return this;
    }

    /** Lays kills over the policy in force without telling anything in flight. */
    EdgeFixture swapKill(KillTarget... targets) {
        var kills = new ArrayList<Kill>();
        for (var target : targets) {
            kills.add(new Kill("k-" + kills.size(), target, Instant.EPOCH, null, "admin", WHY));
        }
        overlay = new Overlay(OVERLAY, kills);
        matcher = Objects.requireNonNull(matcher).under(overlay, NODE);
        return this;
    }

    /** The same revision under what a node refuses by itself; what is in flight is judged by it only where that is told. */
    EdgeFixture refuseAll(Verdict verdict, BuiltIn rule, String reason, boolean cuts) {
        var base = Objects.requireNonNull(matcher);
        var refusing = base.refusingAll(verdict, rule, reason);
        matcher = refusing;
        edge.live().rejudge(cuts ? refusing : base);
        return this;
    }

    /** The policy of a revision that was in force, as the history keeps it. */
    Matcher revision(long number) {
        return Objects.requireNonNull(revisions.get(number), "revision " + number);
    }

    /** The same under the overlay that was laid over it, where that is the one of this id. */
    Matcher revision(long number, @Nullable Object overlayId) {
        return overlay.id().equals(overlayId) ? revision(number).under(overlay, NODE) : revision(number);
    }

    /** A rule that leads a host to a port of this machine. */
    static String route(String host, String scheme, int port) {
        return "  - {id: to-" + host.replace('.', '-') + ", to: [" + host + "], ports: any, action: route, upstream: \""
                + scheme + "://127.0.0.1:" + port + "\"}\n";
    }

    static String deny(String host) {
        return "  - {id: no-" + host.replace('.', '-') + ", to: [" + host
                + "], ports: any, action: deny, reason: \"It is closed.\", suggestion: \"Use another one.\"}\n";
    }

    static String allow(String host) {
        return "  - {id: go-" + host.replace('.', '-') + ", to: [" + host + "], ports: any, action: allow}\n";
    }

    Agent agent() throws IOException {
        return new Agent(edge.address());
    }

    /** {@code stage verdict rule outcome} of every record, in order. */
    List<String> story() {
        return records().map(EdgeFixture::brief).toList();
    }

    /** Waits until the records tell exactly this, see {@link #story}. */
    void tells(String... records) {
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(story()).containsExactly(records));
    }

    /** One field of the last record. */
    @Nullable
    Object lastRecord(AuditField field) {
        var events = recorder.events();
        return events.get(events.size() - 1).value(field);
    }

    Stream<AuditEvent> records() {
        return recorder.events().stream();
    }

    private static String brief(AuditEvent event) {
        return Stream.of(AuditField.STAGE, AuditField.VERDICT, AuditField.RULE_ID, AuditField.EVENT_OUTCOME)
                .map(event::value)
                .filter(Objects::nonNull)
                .map(Object::toString)
                .reduce((a, b) -> a + " " + b)
                .orElse("");
    }

    @Override
    public void afterEach(ExtensionContext context) {
        close();
    }

    @Override
    public void close() {
        edge.stop();
    }
}
