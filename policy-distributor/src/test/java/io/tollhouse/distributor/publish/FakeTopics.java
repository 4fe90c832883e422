package io.tollhouse.distributor.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.fleet.Digest;
import io.tollhouse.contract.fleet.ListPart;
import io.tollhouse.contract.fleet.ListPart.Chunk;
import io.tollhouse.contract.fleet.SignedOverlay;
import io.tollhouse.contract.fleet.SigningKey;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.contract.fleet.TrustedKeys;
import io.tollhouse.distributor.follow.Reading;
import io.tollhouse.distributor.policy.ChunkCheck;
import io.tollhouse.distributor.policy.PolicyLog;
import io.tollhouse.distributor.policy.PublishedLists;
import io.tollhouse.process.health.Health;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;

/** Topics whose log hears at once what is written to them, and fences that break in the hands of whoever holds them. */
final class FakeTopics implements Reading {
    private final List<ConsumerRecord<byte[], byte[]>> heard = new ArrayList<>();
    /** The topic of chunks: by their hashes, where they stand. */
    final Map<String, Long> shelf = new HashMap<>();
    /** Every chunk that was written, in its order. */
    final List<String> written = new ArrayList<>();

    private final Map<String, byte[]> shelved = new HashMap<>();

    /** Empty where it is missing. */
    String chunksId = "chunks-id";

    final Deque<Fate> fates = new ArrayDeque<>();
    final Health health = new Health();
    final PolicyLog log;
    final NextRevision next;
    final FencedWriter writer;
    final ChunkCheck chunks;
    final MaximumReader bound;
    TrustedKeys trusted;
    long reportedRevision;
    Optional<String> reportedOverlay = Optional.empty();
    long offset;
    boolean away;

    /** What becomes of a write. */
    enum Fate {
        WRITTEN,
        WRITTEN_AND_READ_LATER,
        WRITTEN_AND_NOT_TOLD,
        NOT_WRITTEN_AND_NOT_TOLD,
        WRITTEN_AND_KAFKA_IS_AWAY,
        BROKEN_OFF_AFTER_THE_CHUNKS,
        ANOTHER_HAS_THE_FENCE
    }

    /** Empty topics, and a key below this folder. */
    FakeTopics(Path folder) throws IOException {
        var key = SigningKey.generate(folder.resolve("key.pem"), folder.resolve("trusted"));
        trusted = TrustedKeys.load(folder.resolve("trusted"));
        log = new PolicyLog(() -> trusted, "fleet", health);
        log.restart(Map.of(Topic.POLICY.name(), "topic-id"));
        log.caughtUp();
        var signer = new Signer("fleet", key, () -> trusted, List.of(), Clock.systemUTC());
        next = new NextRevision(
                signer,
                log,
                new Reported(
                        most -> reportedRevision <= most ? reportedRevision : 0,
                        most -> reportedOverlay.filter(id -> SignedOverlay.revisionOf(id) <= most)));
        writer = new FencedWriter(this, FakeFence::new);
        chunks = new ChunkCheck(log, (wanted, sink) -> onShelf(wanted), new Shelf());
        bound = new MaximumReader(new PublishedLists((wanted, sink) -> {
            var found = onShelf(wanted);
            found.keySet().forEach(hash -> sink.take(hash, Objects.requireNonNull(shelved.get(hash))));
            return found;
        }));
    }

    /** Both topics are read once more, and of the policy topic only this revision is left. */
    void readAgainWithPolicy(long revision) {
        log.restart(Map.of(Topic.POLICY.name(), "topic-id"));
        var history = String.valueOf(revision);
        heard.stream()
                .filter(record -> record.topic().equals(Topic.HISTORY.name()))
                .forEach(record -> log.record(record, false));
        heard.stream()
                .filter(record -> new String(record.key(), StandardCharsets.UTF_8).equals(history))
                .forEach(record -> log.record(
                        new ConsumerRecord<>(Topic.POLICY.name(), 0, ++offset, bytes(Topic.POLICY_KEY), record.value()),
                        false));
        log.caughtUp();
    }

    private Map<String, Long> onShelf(Collection<Chunk> wanted) {
        var found = new HashMap<>(shelf);
        found.keySet().retainAll(wanted.stream().map(Chunk::hash).toList());
        return found;
    }

    /** What is said of the topic of chunks. */
    private final class Shelf implements ChunkCheck.Question {
        @Override
        public String id() throws KafkaTrouble {
            if (chunksId.isEmpty()) {
                throw new KafkaTrouble("it is not there");
            }
            return chunksId;
        }

        @Override
        public long start() {
            return 0;
        }
    }

    private static byte[] bytes(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void awaitEnd(Duration limit) throws KafkaTrouble {
        requireFresh(limit);
    }

    @Override
    public void requireFresh(Duration patience) throws KafkaTrouble {
        if (away) {
            throw new KafkaTrouble("Kafka does not answer");
        }
    }

    private final class FakeFence implements Fence {
        @Override
        public List<Appended> write(List<Entry> first, Function<List<Appended>, List<Entry>> then)
                throws Lost, Unknown {
            var fate = fates.isEmpty() ? Fate.WRITTEN : fates.remove();
            if (fate == Fate.ANOTHER_HAS_THE_FENCE) {
                throw new Lost();
            }
            if (fate == Fate.BROKEN_OFF_AFTER_THE_CHUNKS) {
                throw new Unknown("no answer");
            }
            var entries = then.apply(shelve(first));
            if (fate == Fate.WRITTEN_AND_READ_LATER) {
                hearWhenAwaited(entries);
                return entries.stream()
                        .map(entry -> new Appended(1, Instant.EPOCH))
                        .toList();
            }
            if (fate != Fate.NOT_WRITTEN_AND_NOT_TOLD) {
                entries.forEach(this::hear);
            }
            away = fate == Fate.WRITTEN_AND_KAFKA_IS_AWAY;
            if (fate != Fate.WRITTEN) {
                throw new Unknown("no answer");
            }
            return entries.stream()
                    .map(entry -> new Appended(offset, Instant.EPOCH))
                    .toList();
        }

        private List<Appended> shelve(List<Entry> chunks) {
            var appended = new ArrayList<Appended>();
            for (var chunk : chunks) {
                assertThat(Digest.sha256(chunk.value())).isEqualTo(chunk.key());
                assertThat(chunk.value()).hasSizeBetween(1, ListPart.MAX_CHUNK_BYTES);
                written.add(chunk.key());
                appended.add(new Appended(++offset, Instant.EPOCH));
                shelf.put(chunk.key(), offset);
                shelved.put(chunk.key(), chunk.value());
            }
            return appended;
        }

        /** As a commit is: acknowledged first, and to be read a moment later. */
        private void hearWhenAwaited(List<Entry> entries) {
            var publishing = Thread.currentThread();
            new Thread(() -> {
                        Awaitility.await().until(() -> publishing.getState() == Thread.State.TIMED_WAITING);
                        entries.forEach(this::hear);
                    })
                    .start();
        }

        private void hear(Entry entry) {
            var record = new ConsumerRecord<>(entry.topic().name(), 0, ++offset, bytes(entry.key()), entry.value());
            heard.add(record);
            log.record(record, true);
        }

        @Override
        public void close() {}
    }
}
