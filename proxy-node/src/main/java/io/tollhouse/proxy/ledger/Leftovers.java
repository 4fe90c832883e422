package io.tollhouse.proxy.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The streams that earlier runs have left in a folder, one after the other: what is in their files is sent, and what was open when they
 * ended gets its outcome. Used by the drain's thread, after the start.
 */
final class Leftovers implements Drain.Backlog {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
    private static final Pattern SEGMENT = Pattern.compile("([0-9a-f]{12})-[0-9]+\\.segment");
    private static final Pattern OPEN = Pattern.compile("([0-9a-f]{12})-([0-9a-f]{4})\\.open");
    private static final int HEX = 16;
    private static final long LOOK_NANOS = Duration.ofSeconds(5).toNanos();

    private final House house;
    private final Function<StreamDrain.Source, Acks> acks;
    private final Deque<Left> waiting = new ArrayDeque<>();
    private final Budget budget;
    private final Abandoned abandoned;
    private final String node;
    private final String boot;
    private @Nullable StreamDrain current;
    private long lookedAt;
    private boolean concluded;
    private boolean ended;
    private volatile boolean idle;

    /** A stream, and its files in order. */
    private record Left(SegmentHead whose, List<Path> files, Path open) {}

    private record Headed(SegmentHead head, Path file) {}

    /**
     * Of a node.
     *
     * @param whose node and boot of this run, whose files are no leftovers
     * @param acks for a stream whose records no agent of this run answers for
     */
    Leftovers(
            SegmentHead whose,
            Abandoned abandoned,
            House house,
            Function<StreamDrain.Source, Acks> acks,
            Budget budget) {
        this.node = whose.node();
        this.boot = whose.boot();
        this.abandoned = abandoned;
        this.house = house;
        this.acks = acks;
        this.budget = budget;
    }

    /** The file of a stream's open requests. */
    static Path open(Path folder, SegmentHead whose) {
        return folder.resolve("%s-%04x.open".formatted(whose.boot(), whose.stream()));
    }

    /** Where the ledgers of other nodes are moved to. */
    static Path adopted(Path folder) {
        return folder.resolve("adopted");
    }

    /** Looks what is there, also of other nodes whose folders were moved here. */
    void findAll(Path folder) throws IOException {
        find(folder);
        if (Files.isDirectory(adopted(folder))) {
            try (var others = Files.newDirectoryStream(adopted(folder), Files::isDirectory)) {
                for (var other : others) {
                    find(other);
                }
            }
        }
    }

    /** Looks what is there, and removes what was never used. A file that cannot be read stays, and is said. */
    void find(Path folder) throws IOException {
        var streams = new TreeMap<String, List<Headed>>();
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                var segment = SEGMENT.matcher(String.valueOf(file.getFileName()));
                var open = OPEN.matcher(String.valueOf(file.getFileName()));
                if (segment.matches() && !segment.group(1).equals(boot)) {
                    head(file).ifPresent(head -> of(streams, head).add(new Headed(head, file)));
                } else if (open.matches() && !open.group(1).equals(boot)) {
                    of(streams, new SegmentHead(node, open.group(1), Integer.parseInt(open.group(2), HEX), 0, 0));
                }
            }
        }
        streams.forEach((key, files) -> add(folder, key, files));
    }

    private static List<Headed> of(Map<String, List<Headed>> streams, SegmentHead head) {
        return streams.computeIfAbsent(head.boot() + "-" + head.stream(), any -> new ArrayList<>());
    }

    private void add(Path folder, String key, List<Headed> files) {
        files.sort(Comparator.comparingLong(file -> file.head().first()));
        var parts = key.split("-", 2);
        var whose = files.isEmpty()
                ? new SegmentHead(node, parts[0], Integer.parseInt(parts[1]), 0, 0)
                : files.get(0).head();
        waiting.add(new Left(whose, files.stream().map(Headed::file).toList(), open(folder, whose)));
        files.forEach(file -> budget.addLeft(size(file.file())));
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }

    /** Empty where there is none; then the file is gone, or put aside. */
    private static java.util.Optional<SegmentHead> head(Path file) {
        var bytes = ByteBuffer.allocate(SegmentHead.SIZE);
        try (var segment = new Opened(Segment.open(file))) {
            segment.segment().read(bytes, 0);
            var head = SegmentHead.decode(bytes.clear());
            if (head.isEmpty() && isEmpty(bytes)) {
                Files.delete(file);
            } else if (head.isEmpty()) {
                aside(file);
            }
            return head;
        } catch (IOException e) {
            LOG.error("cannot read {}: {}. It stays where it is", file, e.toString());
            return java.util.Optional.empty();
        }
    }

    private record Opened(Segment segment) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            segment.close();
        }
    }

    private static boolean isEmpty(ByteBuffer bytes) {
        return bytes.equals(ByteBuffer.allocate(SegmentHead.SIZE));
    }

    private static void aside(Path file) throws IOException {
        var place = Files.createDirectories(file.resolveSibling("damaged")).resolve(file.getFileName());
        Files.move(file, place);
        LOG.error(
                "the head of a file of the ledger is damaged, so that nobody knows whose it is; it is kept as {}",
                place);
    }

    @Override
    public boolean send(StreamDrain.Producing producing, long share) throws IOException {
        adopt();
        if (current == null && !waiting.isEmpty() && !ended) {
            begin(waiting.remove());
        }
        var drain = current;
        idle = drain == null && waiting.isEmpty();
        if (drain == null) {
            return false;
        }
        boolean any = drain.send(producing, share);
        if (drain.isEmpty() && !ended && isConcluded(drain)) {
            drain.open().delete();
            current = null;
            return true;
        }
        return any;
    }

    private void adopt() throws IOException {
        long now = System.nanoTime();
        if (ended || now - lookedAt < LOOK_NANOS) {
            return;
        }
        lookedAt = now;
        for (var folder : abandoned.take()) {
            find(folder);
        }
    }

    private void begin(Left left) {
        var segments = new ConcurrentLinkedQueue<Segment>();
        for (var file : left.files()) {
            try {
                segments.add(Segment.open(file));
            } catch (IOException e) {
                LOG.error("cannot open {}: {}. It stays where it is", file, e.toString());
            }
        }
        var source = new StreamDrain.Source(left.whose(), segments, this::release);
        var open = new OpenRequests(left.open(), source.checksum());
        try {
            open.read();
        } catch (IOException e) {
            LOG.error("cannot read {}: {}. What was open then has no outcome", left.open(), e.toString());
        }
        LOG.info(
                "sends what {} has left, {} files",
                left.whose().id(0).topicKey(),
                left.files().size());
        current = new StreamDrain(source, open, acks.apply(source), house);
        concluded = false;
    }

    private boolean isConcluded(StreamDrain drain) {
        if (!concluded) {
            house.unknown(drain.open().all());
            if (drain.open().last() >= 0 && !drain.open().isClosed()) {
                house.ended(drain.source().whose(), drain.open().last());
            }
            concluded = true;
        }
        return house.isSaved();
    }

    private void release(Segment segment, long unaccounted) {
        budget.addLeft(-segment.end());
        try {
            segment.delete();
        } catch (IOException e) {
            LOG.warn("cannot delete {}: {}. The next start sends it again", segment.path(), e.toString());
        }
    }

    @Override
    public void again() {
        if (current != null) {
            current.again();
        }
    }

    /** What is not begun stays for the next run, as what is begun does when it is not done. */
    @Override
    public void end() {
        ended = true;
    }

    /** Whether nothing was left when it was last looked. Any thread. */
    boolean isIdle() {
        return idle;
    }

    /** Whether nothing is left; for the thread of the drain, or after its end. */
    boolean isEmpty() {
        return waiting.isEmpty() && current == null;
    }
}
