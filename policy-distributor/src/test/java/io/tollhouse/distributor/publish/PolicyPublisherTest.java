package io.tollhouse.distributor.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollhouse.contract.fleet.SigningKey;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.contract.fleet.TrustedKeys;
import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.distributor.follow.Reading;
import io.tollhouse.distributor.policy.PolicyLog;
import io.tollhouse.process.health.Health;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a publisher does when a fence breaks in its hands. What Kafka itself does is tested with Kafka. */
class PolicyPublisherTest {
    private static final String POLICY = "{tollhouse: v1, policy: p, rules: [{id: a, to: [a.test], action: allow}]}";

    @TempDir
    Path folder;

    private final Deque<Fate> fates = new ArrayDeque<>();
    private TrustedKeys trusted;
    private PolicyLog log;
    private PolicyPublisher publisher;
    private long reported;
    private long offset;
    private boolean away;

    /** What becomes of a write. */
    private enum Fate {
        WRITTEN,
        WRITTEN_AND_READ_LATER,
        WRITTEN_AND_NOT_TOLD,
        NOT_WRITTEN_AND_NOT_TOLD,
        WRITTEN_AND_KAFKA_IS_AWAY,
        ANOTHER_HAS_THE_FENCE
    }

    @BeforeEach
    void begin() throws IOException {
        var key = SigningKey.generate(folder.resolve("key.pem"), folder.resolve("trusted"));
        trusted = TrustedKeys.load(folder.resolve("trusted"));
        log = new PolicyLog(() -> trusted, "fleet", new Health());
        log.restart(Map.of(Topic.POLICY.name(), "topic-id"));
        log.caughtUp();
        publisher = new PolicyPublisher(
                new Signer("fleet", key, () -> trusted, List.of(), Clock.systemUTC()),
                log,
                () -> reported,
                new FencedWriter(new FakeReading(), FakeFence::new));
    }

    /** The log hears at once what is written, so that it is always at the end. */
    private final class FakeReading implements Reading {
        @Override
        public void awaitEnd(Duration limit) throws KafkaTrouble {
            requireFresh();
        }

        @Override
        public void requireFresh() throws KafkaTrouble {
            if (away) {
                throw new KafkaTrouble("Kafka does not answer");
            }
        }
    }

    private final class FakeFence implements Fence {
        @Override
        public List<Appended> write(List<Entry> entries) throws Lost, Unknown {
            var fate = fates.isEmpty() ? Fate.WRITTEN : fates.remove();
            if (fate == Fate.ANOTHER_HAS_THE_FENCE) {
                throw new Lost();
            }
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
            var key = entry.key().getBytes(StandardCharsets.UTF_8);
            log.record(new ConsumerRecord<>(entry.topic().name(), 0, ++offset, key, entry.value()), true);
        }

        @Override
        public void close() {}
    }

    private Published publish() throws Exception {
        return publish(OptionalLong.empty());
    }

    private Published publish(OptionalLong base) throws Exception {
        return publisher.publish(new Draft(POLICY.getBytes(StandardCharsets.UTF_8), "policy", base, "ops", ""));
    }

    @Test
    void revisionsRiseByOneAndNameTheOneBefore() throws Exception {
        var first = publish();
        var second = publish();

        assertThat(first.revision().revision()).isEqualTo(1);
        assertThat(first.revision().base()).isZero();
        assertThat(second.revision().revision()).isEqualTo(2);
        assertThat(second.revision().base()).isEqualTo(1);
        assertThat(second.topicId()).isEqualTo("topic-id");
    }

    @Test
    void whoeverAsksAfterAPublishIsToldOfIt() throws Exception {
        fates.add(Fate.WRITTEN_AND_READ_LATER);

        var published = publish();

        assertThat(log.revisionInForce()).isEqualTo(published.revision().revision());
        assertThat(log.newest(10)).hasSize(1);
    }

    @Test
    void aWriteWithoutAnAnswerThatIsThereIsNotWrittenAgain() throws Exception {
        fates.add(Fate.WRITTEN_AND_NOT_TOLD);

        var published = publish();

        assertThat(published.revision().revision()).isEqualTo(1);
        assertThat(log.newest(10)).hasSize(1);
    }

    @Test
    void aWriteWithoutAnAnswerThatIsNotThereIsWrittenAgain() throws Exception {
        fates.add(Fate.NOT_WRITTEN_AND_NOT_TOLD);
        fates.add(Fate.ANOTHER_HAS_THE_FENCE);

        var published = publish();

        assertThat(published.revision().revision()).isEqualTo(1);
        assertThat(log.newest(10)).hasSize(1);
    }

    @Test
    void aWriteOfUnknownOutcomeIsCalledThatWhereKafkaStaysAway() throws Exception {
        fates.add(Fate.WRITTEN_AND_KAFKA_IS_AWAY);

        assertThatThrownBy(this::publish)
                .isInstanceOf(KafkaTrouble.class)
                .hasMessageContaining("whether it was written is not known");
    }

    @Test
    void aPublishThatCouldNotBeginIsNotCalledUnknown() {
        away = true;

        assertThatThrownBy(this::publish).isInstanceOf(KafkaTrouble.class).hasMessage("Kafka does not answer");
    }

    @Test
    void aBaseThatIsNotInForceIsRefusedWithTheOneThatIs() throws Exception {
        publish();
        publish();

        assertThatThrownBy(() -> publish(OptionalLong.of(1)))
                .isInstanceOfSatisfying(
                        BaseMoved.class, moved -> assertThat(moved.current()).isEqualTo(2));
        assertThat(publish(OptionalLong.of(2)).revision().revision()).isEqualTo(3);
    }

    @Test
    void aRevisionRisesAboveWhatNodesReport() throws Exception {
        reported = 41;

        assertThat(publish().revision().revision()).isEqualTo(42);
    }

    @Test
    void whatNobodyWouldBelieveIsNotWritten() {
        trusted = new TrustedKeys(Map.of());

        assertThatThrownBy(this::publish)
                .isInstanceOf(KeyNotTrusted.class)
                .hasMessageContaining("is not in its policy.trusted-keys");
        assertThat(offset).isZero();
    }

    @Test
    void whatIsTooLargeWhenItIsSignedIsRefusedInWords() {
        var escapes = POLICY + "\n# " + "\"".repeat(150 * 1024); // each takes two bytes in JSON

        assertThatThrownBy(() -> publisher.publish(
                        new Draft(escapes.getBytes(StandardCharsets.UTF_8), "policy", OptionalLong.empty(), "ops", "")))
                .isInstanceOf(InvalidDocument.class)
                .hasMessageContaining("may have 262144; shorten its text");
        assertThat(log.highest()).isZero();
    }
}
