package io.tollhouse.distributor.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollhouse.contract.fleet.TrustedKeys;
import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.distributor.publish.FakeTopics.Fate;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a publisher does when a fence breaks in its hands. What Kafka itself does is tested with Kafka. */
class PolicyPublisherTest {
    private static final String POLICY = "{tollhouse: v1, policy: p, rules: [{id: a, to: [a.test], action: allow}]}";

    @TempDir
    Path folder;

    private FakeTopics topics;
    private PolicyPublisher publisher;

    @BeforeEach
    void begin() throws IOException {
        topics = new FakeTopics(folder);
        publisher = new PolicyPublisher(topics.next, topics.writer, topics.chunks, topics.bound);
    }

    private Published publish() throws Exception {
        return publish(OptionalLong.empty());
    }

    private Published publish(OptionalLong base) throws Exception {
        return publisher.publish(
                new Draft(POLICY.getBytes(StandardCharsets.UTF_8), "policy", Map.of(), base, "ops", ""));
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
        topics.fates.add(Fate.WRITTEN_AND_READ_LATER);

        var published = publish();

        assertThat(topics.log.revisionInForce()).isEqualTo(published.revision().revision());
        assertThat(topics.log.newest(10)).hasSize(1);
    }

    @Test
    void aWriteWithoutAnAnswerThatIsThereIsNotWrittenAgain() throws Exception {
        topics.fates.add(Fate.WRITTEN_AND_NOT_TOLD);

        var published = publish();

        assertThat(published.revision().revision()).isEqualTo(1);
        assertThat(topics.log.newest(10)).hasSize(1);
    }

    @Test
    void aWriteWithoutAnAnswerThatIsNotThereIsWrittenAgain() throws Exception {
        topics.fates.add(Fate.NOT_WRITTEN_AND_NOT_TOLD);
        topics.fates.add(Fate.ANOTHER_HAS_THE_FENCE);

        var published = publish();

        assertThat(published.revision().revision()).isEqualTo(1);
        assertThat(topics.log.newest(10)).hasSize(1);
    }

    @Test
    void aWriteOfUnknownOutcomeIsCalledThatWhereKafkaStaysAway() throws Exception {
        topics.fates.add(Fate.WRITTEN_AND_KAFKA_IS_AWAY);

        assertThatThrownBy(this::publish)
                .isInstanceOf(KafkaTrouble.class)
                .hasMessageContaining("whether it was written is not known");
    }

    @Test
    void aPublishThatCouldNotBeginIsNotCalledUnknown() {
        topics.away = true;

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
        topics.reportedRevision = 41;

        assertThat(publish().revision().revision()).isEqualTo(42);
    }

    @ParameterizedTest
    @CsvSource({"1000001, 1000002", "1000002, 2", "9007199254740991, 2"})
    void aReportThatNobodyCanHavePublishedDoesNotUseUpTheNumbers(long reported, long next) throws Exception {
        publish();
        topics.reportedRevision = reported;

        assertThat(publish().revision().revision()).isEqualTo(next);
    }

    @Test
    void whatNobodyWouldBelieveIsNotWritten() {
        topics.trusted = new TrustedKeys(Map.of());

        assertThatThrownBy(this::publish)
                .isInstanceOf(KeyNotTrusted.class)
                .hasMessageContaining("is not in its policy.trusted-keys");
        assertThat(topics.offset).isZero();
    }

    @Test
    void whatIsTooLargeWhenItIsSignedIsRefusedInWords() {
        var escapes = POLICY + "\n# " + "\"".repeat(150 * 1024); // each takes two bytes in JSON

        assertThatThrownBy(() -> publisher.publish(new Draft(
                        escapes.getBytes(StandardCharsets.UTF_8), "policy", Map.of(), OptionalLong.empty(), "ops", "")))
                .isInstanceOf(InvalidDocument.class)
                .hasMessageContaining("may have 262144, its maximum included; shorten its text");
        assertThat(topics.log.highest()).isZero();
    }
}
