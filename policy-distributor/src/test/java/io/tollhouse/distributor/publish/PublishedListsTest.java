package io.tollhouse.distributor.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollhouse.contract.fleet.ListPart;
import io.tollhouse.contract.fleet.ListPart.Chunk;
import io.tollhouse.contract.policy.ListFile;
import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.distributor.publish.FakeTopics.Fate;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a publisher writes of list files. What Kafka itself does is tested with Kafka. */
class PublishedListsTest {
    private static final int NAMES = 100_000;

    @TempDir
    Path folder;

    private FakeTopics topics;
    private PolicyPublisher publisher;

    @BeforeEach
    void begin() throws IOException {
        topics = new FakeTopics(folder);
        publisher = new PolicyPublisher(topics.next, topics.writer, topics.chunks, topics.bound);
    }

    private static ListFile names(int first) {
        var text = IntStream.range(first, first + NAMES)
                .mapToObj(i -> "name-" + i + ".blocked.example\n")
                .collect(Collectors.joining());
        return ListFile.read(text.getBytes(StandardCharsets.UTF_8), "blocked.txt");
    }

    private Published publish(String rule, ListFile list) throws Exception {
        var text = "{tollhouse: v1, policy: p, lists: {blocked: {file: blocked.txt}}, rules: [{id: " + rule
                + ", to: ['list:blocked'], action: deny}]}";
        return publishText(text, list);
    }

    private Published publishText(String text, ListFile list) throws Exception {
        return publisher.publish(new Draft(
                text.getBytes(StandardCharsets.UTF_8),
                "policy",
                Map.of("blocked.txt", list),
                OptionalLong.empty(),
                "ops",
                ""));
    }

    private ListPart inForce() {
        return Objects.requireNonNull(topics.log.inForce().orElseThrow().lists().get("blocked.txt"));
    }

    private static List<String> hashes(ListPart part) {
        return part.chunks().stream().map(Chunk::hash).toList();
    }

    @Test
    void theManifestNamesEachChunkWhereItWasWritten() throws Exception {
        publish("a", names(0));

        assertThat(topics.written).hasSizeGreaterThan(4).containsExactlyElementsOf(hashes(inForce()));
        assertThat(publisher.chunksWritten()).isEqualTo(topics.written.size());
        assertThat(inForce().chunks())
                .allSatisfy(chunk -> assertThat(chunk.offset()).isEqualTo(topics.shelf.get(chunk.hash())));
        assertThat(inForce().entries()).isEqualTo(NAMES);
    }

    @Test
    void anotherRuleWritesNoChunk() throws Exception {
        publish("a", names(0));
        var before = inForce();
        topics.written.clear();

        publish("b", names(0));

        assertThat(topics.written).isEmpty();
        assertThat(inForce()).isEqualTo(before);
    }

    @Test
    void anotherNameWritesTheChunksThatItTouches() throws Exception {
        publish("a", names(0));
        topics.written.clear();

        publish("a", names(1)); // one more at the end, one less at the start

        assertThat(topics.written).hasSizeBetween(1, 3);
        assertThat(hashes(inForce())).containsAll(topics.written);
    }

    @Test
    void chunksThatATopicHasLostAreWrittenAgain() throws Exception {
        publish("a", names(0));
        topics.shelf.clear();
        topics.chunksId = "another";
        topics.written.clear();

        publish("b", names(0));

        assertThat(topics.written).containsExactlyElementsOf(hashes(inForce()));
        assertThat(inForce().chunks())
                .allSatisfy(chunk -> assertThat(chunk.offset()).isEqualTo(topics.shelf.get(chunk.hash())));
    }

    @Test
    void withoutATopicOfChunksNothingIsPublished() {
        topics.chunksId = "";

        assertThatThrownBy(() -> publish("a", names(0)))
                .isInstanceOf(KafkaTrouble.class)
                .hasMessageContaining("it is not there");

        assertThat(topics.log.highest()).isZero();
        assertThat(topics.offset).isZero();
    }

    @Test
    void whatBreaksOffBetweenChunksAndManifestIsBegunAgain() throws Exception {
        topics.fates.add(Fate.BROKEN_OFF_AFTER_THE_CHUNKS);

        publish("a", names(0));

        assertThat(topics.log.newest(10)).hasSize(1);
        assertThat(topics.written).containsExactlyElementsOf(hashes(inForce()));
    }

    @Test
    void signingAgainLeavesTheListsAsTheyAre() throws Exception {
        publish("a", names(0));
        var before = inForce();
        topics.written.clear();

        var kills = new KillPublisher(topics.next, topics.writer, () -> Instant.EPOCH, () -> Instant.MIN);
        new Resigner(topics.next, kills, topics.writer).resign("ops", false);

        assertThat(topics.log.revisionInForce()).isEqualTo(2);
        assertThat(inForce()).isEqualTo(before);
        assertThat(topics.written).isEmpty();
    }

    @Test
    void listsWhoseChunksLeaveNoRoomForTheTextAreRefusedBeforeAnythingIsWritten() {
        var escapes = "#" + "x".repeat(118 * 1024) + "\"".repeat(67 * 1024); // each quote takes two bytes in JSON
        var text =
                "{tollhouse: v1, policy: p, lists: {blocked: {file: blocked.txt}}, rules: [{id: a, to: ['list:blocked'],"
                        + " action: deny}]}\n" + escapes;
        var label = "x".repeat(63);
        var names = IntStream.range(0, 500_000)
                .mapToObj(i -> "n" + i + "." + label + ".example\n")
                .collect(Collectors.joining());

        assertThatThrownBy(
                        () -> publishText(text, ListFile.read(names.getBytes(StandardCharsets.UTF_8), "blocked.txt")))
                .isInstanceOf(InvalidDocument.class)
                .hasMessageContaining("or its list files, whose chunks take");
        assertThat(topics.written).isEmpty();
    }
}
