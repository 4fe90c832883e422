package io.tollhouse.proxy.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollhouse.contract.decision.Surroundings;
import io.tollhouse.contract.fleet.Digest;
import io.tollhouse.contract.fleet.ListPart;
import io.tollhouse.contract.fleet.ListPart.Chunk;
import io.tollhouse.contract.fleet.Manifest;
import io.tollhouse.contract.fleet.NotBelieved;
import io.tollhouse.contract.fleet.SignedManifest;
import io.tollhouse.contract.fleet.SigningKey;
import io.tollhouse.contract.fleet.TrustedKeys;
import io.tollhouse.contract.policy.ListChunks;
import io.tollhouse.contract.policy.ListFile;
import io.tollhouse.process.kafka.KafkaTrouble;
import io.tollhouse.process.lists.Chunks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a revision comes by its lists. How chunks come from Kafka is tested with Kafka. */
class RevisionListsTest {
    private static final String FLEET = "fleet-1";
    private static final int NAMES = 20_000;

    @TempDir
    Path folder;

    private final Map<String, byte[]> topic = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private boolean away;
    private SigningKey key;
    private TrustedKeys trusted;
    private ActiveRevision active;

    @BeforeEach
    void makeKeys() throws IOException {
        key = SigningKey.generate(folder.resolve("key.pem"), folder.resolve("trusted"));
        trusted = TrustedKeys.load(folder.resolve("trusted"));
        active = start();
    }

    private ActiveRevision start() {
        return new ActiveRevision(
                FLEET,
                () -> trusted,
                parts -> Surroundings.none(),
                LastGood.policy(folder),
                new ListStore(folder, this::fetch));
    }

    private Map<String, Long> fetch(Collection<Chunk> wanted, Chunks.Sink sink) throws KafkaTrouble {
        if (away) {
            throw new KafkaTrouble("Kafka does not answer");
        }
        var found = new HashMap<String, Long>();
        for (var chunk : wanted) {
            asked.add(chunk.hash());
            var bytes = topic.get(chunk.hash());
            if (bytes != null) {
                sink.take(chunk.hash(), bytes);
                found.put(chunk.hash(), chunk.offset());
            }
        }
        return found;
    }

    /** A list of these names, on the topic. */
    private ListPart list(int first) {
        var text = IntStream.range(first, first + NAMES)
                .mapToObj(i -> "name-" + i + ".blocked.example\n")
                .collect(Collectors.joining());
        var cut = ListChunks.cut(
                ListFile.read(text.getBytes(StandardCharsets.UTF_8), "l").entries(), 100_000);
        var chunks = new ArrayList<Chunk>();
        for (int i = 0; i < cut.size(); i++) {
            var hash = Digest.sha256(cut.chunk(i));
            topic.put(hash, cut.chunk(i));
            chunks.add(new Chunk(hash, i));
        }
        return new ListPart(cut.hash(), cut.entries(), chunks);
    }

    private void offer(long revision, String rule, ListPart list) throws NotBelieved {
        var policy = "{tollhouse: v1, policy: p, lists: {blocked: {file: b.txt}}, rules: [{id: " + rule
                + ", to: ['list:blocked'], action: deny}]}";
        var manifest = Manifest.of(
                FLEET,
                revision,
                revision - 1,
                Instant.EPOCH,
                "test",
                key.keyId(),
                "",
                null,
                policy,
                Map.of("b.txt", list),
                null,
                List.of());
        active.offer(active.believe(SignedManifest.sign(manifest, key).bytes()));
    }

    private Path onDisk(ListPart list, int chunk) {
        return folder.resolve("chunks").resolve(list.chunks().get(chunk).hash());
    }

    @Test
    void whatIsNotHereIsFetchedOnce() throws Exception {
        var list = list(0);

        offer(1, "a", list);
        active.keep();
        offer(2, "b", list);
        offer(3, "c", list(1));

        assertThat(active.revision()).isEqualTo(3);
        assertThat(asked)
                .doesNotHaveDuplicates()
                .hasSizeBetween(list.chunks().size() + 1, list.chunks().size() + 4);
    }

    @Test
    void aStartWithoutKafkaHasItsListsFromDisk() throws Exception {
        offer(1, "a", list(0));
        active.keep();
        away = true;
        active = start();

        active.restore();

        assertThat(active.revision()).isEqualTo(1);
        assertThat(Objects.requireNonNull(active.matcher()).policyName()).isEqualTo("p");
    }

    @Test
    void onDiskAreTheChunksOfWhatAStartWouldFindAndNoOthers() throws Exception {
        var first = list(0);
        var second = list(100_000);
        offer(1, "a", first);
        active.keep();
        offer(2, "a", second);
        active.keep();

        assertThat(onDisk(first, 0)).doesNotExist();
        assertThat(onDisk(second, 0)).exists();
        try (var files = Files.list(folder.resolve("chunks"))) {
            assertThat(files).hasSameSizeAs(second.chunks());
        }
    }

    @Test
    void aDamagedFileIsFetchedAgain() throws Exception {
        var list = list(0);
        offer(1, "a", list);
        active.keep();
        Files.writeString(onDisk(list, 1), "other.example\n");
        asked.clear();
        active = start();
        active.restore();
        assertThat(active.revision()).isZero();

        offer(2, "b", list);
        active.keep();

        assertThat(active.revision()).isEqualTo(2);
        assertThat(asked).containsExactly(list.chunks().get(1).hash());
        assertThat(onDisk(list, 1))
                .hasBinaryContent(topic.get(list.chunks().get(1).hash()));
    }

    @Test
    void whatIsInForceStaysWhereListsAreNotToBeHad() throws Exception {
        offer(1, "a", list(0));
        var next = list(100_000);
        topic.remove(next.chunks().get(0).hash());

        assertThatThrownBy(() -> offer(2, "a", next))
                .isInstanceOf(ListsMissing.class)
                .hasMessageContaining("the list b.txt is not here");
        away = true;
        assertThatThrownBy(() -> offer(3, "a", next))
                .isInstanceOf(ListsMissing.class)
                .hasMessageContaining("Kafka does not answer");

        assertThat(active.revision()).isEqualTo(1);
    }

    @Test
    void chunksThatAreNotTheSignedListAreNotBelieved() throws Exception {
        var list = list(0);
        var other = new ListPart(list(100_000).hash(), list.entries(), list.chunks());

        assertThatThrownBy(() -> offer(1, "a", other)).hasMessageContaining("is not the one that was signed");
        var fewer = new ListPart(list.hash(), list.entries() - 1, list.chunks());
        assertThatThrownBy(() -> offer(1, "a", fewer)).hasMessageContaining("is not the one that was signed");

        assertThat(active.revision()).isZero();
    }

    @Test
    void whatCannotBeWrittenToDiskIsInForceAndWrittenLater() throws Exception {
        var list = list(0);
        Files.writeString(folder.resolve("chunks"), "in the way");
        offer(1, "a", list);

        assertThatThrownBy(active::keep).isInstanceOf(IOException.class);
        assertThat(folder.resolve("policy.json")).doesNotExist();
        Files.delete(folder.resolve("chunks"));
        active.keep();

        assertThat(active.revision()).isEqualTo(1);
        assertThat(onDisk(list, 0)).exists();
    }
}
