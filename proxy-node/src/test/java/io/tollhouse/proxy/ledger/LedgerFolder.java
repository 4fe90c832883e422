package io.tollhouse.proxy.ledger;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollhouse.contract.audit.AuditEvent;
import io.tollhouse.contract.audit.AuditField;
import io.tollhouse.contract.audit.AuditStream;
import io.tollhouse.contract.audit.Stage;
import io.tollhouse.process.health.Health;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A folder with a ledger in it, and what stands for Kafka: it takes everything, at once or when it is told to. */
final class LedgerFolder implements StreamDrain.Producing {
    static final long SEGMENT = 256 << 10;
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    final Health health = new Health();
    final Lanes lanes = new Lanes();
    final Budget budget;
    final LedgerMeters meters;
    final Spares spares;
    final List<String> sent = new ArrayList<>();
    final List<String> gaps = new ArrayList<>();
    final List<Long> rejected = new ArrayList<>();
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private final Path folder;
    private final String boot;
    private final List<Runnable> answers = new ArrayList<>();
    private long refused = -1;
    private boolean holdsBack;

    LedgerFolder(Path folder, String boot, long limit) {
        this.folder = folder;
        this.boot = boot;
        budget = new Budget(limit, lanes);
        meters = new LedgerMeters(registry, budget);
        spares = new Spares(folder, boot, SEGMENT, health.part("ledger-files"));
    }

    /** A stream of this boot. */
    StreamLog log(int stream) {
        var head = new SegmentHead("node-1", boot, stream, 0, 0);
        return new StreamLog(new AuditStream("node-1", boot, stream, "test"), head, spares, budget, lanes);
    }

    StreamDrain drain(StreamLog log) {
        return drain(new StreamDrain.Source(log.begin(), log.segments(), (segment, unaccounted) -> {
            budget.addLeft(-unaccounted);
            spares.discard(segment);
        }));
    }

    private StreamDrain drain(StreamDrain.Source source) {
        var open = new OpenRequests(Leftovers.open(folder, source.whose()), source.checksum());
        var acks = new Acks(
                source.whose().first(),
                meters,
                done -> budget.release(done.entry().lane(), done.entry().size()));
        return new StreamDrain(source, open, acks, gaps());
    }

    private StreamDrain.Gaps gaps() {
        return new StreamDrain.Gaps() {
            @Override
            public void gone(SegmentHead whose, long from, long to) {
                gaps.add(whose.id(from).topicKey() + " " + from + "-" + to);
            }

            @Override
            public void torn(Segment segment) {
                gaps.add("torn");
            }
        };
    }

    /** What another boot has left in this folder; its house is the stream 0 of this one. */
    Leftovers left(StreamLog house) throws IOException {
        var left = new Leftovers(
                house.begin(),
                new Abandoned(folder.resolve("none"), "f-1", Duration.ZERO, () -> 0),
                new House(house, meters, Clock.fixed(NOW, ZoneOffset.UTC)),
                source -> new Acks(source.whose().first(), meters, done -> {}),
                budget);
        left.findAll(folder);
        return left;
    }

    static AuditEvent event(Stage stage, String request) {
        return AuditEvent.of(stage, NOW, "connect", request).text(AuditField.USER_NAME, "agent-1");
    }

    /** As a loop does it. */
    static boolean append(StreamLog log, Stage stage, String request) {
        return log.append(event(stage, request), stage);
    }

    /** Acknowledges nothing from now on until it is told to. */
    void holdBack() {
        holdsBack = true;
    }

    void acknowledge() {
        holdsBack = false;
        answers.forEach(Runnable::run);
        answers.clear();
    }

    /** Does not take the record of this sequence. */
    void refuse(long sequence) {
        refused = sequence;
    }

    static Segment current(StreamLog log) {
        return Objects.requireNonNull(log.current());
    }

    @Override
    public void send(StreamDrain from, Acks.Sent record) {
        if (record.entry().sequence() == refused) {
            from.reject(record, new IllegalStateException("too large"));
            from.acks().failed();
            return;
        }
        sent.add(new String(record.entry().bytes(), StandardCharsets.UTF_8));
        if (holdsBack) {
            answers.add(() -> from.acks().acknowledged(record));
        } else {
            from.acks().acknowledged(record);
        }
    }

    @Override
    public void reject(StreamDrain from, Acks.Sent record, Exception cause) {
        rejected.add(record.entry().sequence());
        from.acks().acknowledged(record);
    }

    /** Sequences of what was sent, in order. */
    List<Long> sequences() {
        return sent.stream().map(LedgerFolder::sequence).toList();
    }

    private static long sequence(String record) {
        int at = record.indexOf("\"event.sequence\":") + 17;
        return Long.parseLong(record.substring(at, record.indexOf(',', at)));
    }

    List<Path> files(String end) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
        }
    }

    /** The one file that has records. */
    Path used() throws IOException {
        for (var file : files(".segment")) {
            if (Files.readAllBytes(file)[0] != 0) {
                return file;
            }
        }
        throw new IOException("none in " + folder);
    }

    /** Where a text stands in a file. */
    static int find(Path file, String text) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).indexOf(text);
    }

    static void flip(Path file, int at) throws IOException {
        var content = Files.readAllBytes(file);
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {(byte) ~content[at]}), at);
        }
    }
}
