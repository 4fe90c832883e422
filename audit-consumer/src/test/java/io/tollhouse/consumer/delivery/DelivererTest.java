package io.tollhouse.consumer.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollhouse.consumer.delivery.Index.Outcome;
import io.tollhouse.consumer.delivery.Index.Result;
import io.tollhouse.consumer.document.Poison;
import io.tollhouse.consumer.document.Source;
import io.tollhouse.contract.audit.EventId;
import io.tollhouse.process.health.Health;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DelivererTest {
    private static final Result CREATED = new Result(Outcome.CREATED, "");
    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant APPENDED = Instant.parse("2026-01-31T10:00:01Z");

    private final FakeIndex index = new FakeIndex();
    private final List<Poison> dead = new ArrayList<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Health health = new Health();
    private final PartitionProgress progress = new PartitionProgress(new OpenRecords(1_000));
    private int deadLetterFailures;
    private final List<String> indexed = new ArrayList<>();
    private final Witness witness = new Witness() {
        @Override
        public void indexed(Source source, EventId id) {
            indexed.add(id.toString());
        }

        @Override
        public void forget(int partition) {}
    };
    private final BatchSize size = new BatchSize(100, 1 << 20);
    private final Deliverer deliverer = new Deliverer(
            new Backlog(1 << 20, size),
            size,
            index,
            new Blocks(Duration.ZERO, Clock.fixed(NOW, ZoneOffset.UTC)),
            new Breaker(20, Clock.fixed(NOW, ZoneOffset.UTC)),
            witness,
            this::keep,
            new DeliveryMeters(meters),
            health.part("delivery-1"));

    private void keep(List<Poison> records) throws DeadLetters.NotKept {
        if (deadLetterFailures-- > 0) {
            throw new DeadLetters.NotKept("Kafka does not answer");
        }
        dead.addAll(records);
    }

    private static String id(int number) {
        return "node-1-0123456789ab-0002-%012x".formatted(number);
    }

    private List<Arrived> records(int number) {
        return IntStream.range(0, number)
                .mapToObj(
                        i -> arrived(i, "{\"event.id\":\"" + id(i) + "\",\"@timestamp\":\"2026-01-31T10:00:00.120Z\"}"))
                .toList();
    }

    private Arrived arrived(int offset, String value) {
        return new Arrived(
                new Source("AbC", 0, offset, APPENDED),
                null,
                value.getBytes(StandardCharsets.UTF_8),
                progress.taken(offset));
    }

    private double counted(String result) {
        return meters.get("tollhouse.indexed").tag("result", result).counter().count();
    }

    @Test
    void aBatchIsOneRequest() throws Exception {
        deliverer.deliver(records(50));

        assertThat(index.requests).containsExactly(50);
        assertThat(index.documents).hasSize(50);
        assertThat(progress.committable()).hasValue(50);
        assertThat(counted("created")).isEqualTo(50);
        assertThat(indexed).hasSize(50).contains(id(49));
    }

    @Test
    void whatIsThereAlreadyIsDone() throws Exception {
        deliverer.deliver(records(3));
        deliverer.deliver(records(3));

        assertThat(progress.unfinished()).isZero();
        assertThat(counted("duplicate")).isEqualTo(3);
        assertThat(dead).isEmpty();
    }

    @Test
    void onlyWhatDidNotGoInIsSentAgain() throws Exception {
        index.answers.addAll(
                List.of(CREATED, new Result(Outcome.AGAIN, "429"), CREATED, new Result(Outcome.AGAIN, "403")));

        deliverer.deliver(records(4));

        assertThat(index.requests).containsExactly(4, 2);
        assertThat(index.documents).hasSize(4);
        assertThat(counted("retried")).isEqualTo(2);
        assertThat(health.reasons()).isEmpty();
    }

    @Test
    void aServerThatIsAwayIsAskedAgainWithTheSame() throws Exception {
        index.troubles.add(new IndexTrouble(IndexTrouble.Kind.AWAY, "does not answer"));
        index.troubles.add(new IndexTrouble(IndexTrouble.Kind.AWAY, "does not answer"));

        deliverer.deliver(records(4));

        assertThat(index.requests).containsExactly(4, 4, 4);
        assertThat(progress.committable()).hasValue(4);
    }

    @Test
    void aServerWithTooMuchToDoGetsLessAtOnceAndMoreAgainLater() throws Exception {
        index.troubles.add(new IndexTrouble(IndexTrouble.Kind.BUSY, "status 429"));

        deliverer.deliver(records(100));

        assertThat(index.requests).containsExactly(100, 50, 50);
        assertThat(size.records()).as("grown back a little by each").isEqualTo(62);
        assertThat(index.documents).hasSize(100);
    }

    @Test
    void aRequestThatIsTooLargeIsHalved() throws Exception {
        index.most = 3;

        deliverer.deliver(records(8));

        assertThat(index.requests).containsExactly(8, 4, 2, 2, 4, 2, 2);
        assertThat(index.documents).hasSize(8);
        assertThat(dead).isEmpty();
    }

    @Test
    void theOneRecordThatSpoilsARequestIsFoundByHalving() throws Exception {
        index.refusedWhole =
                document -> document.id().equals(id(5)) && !document.index().startsWith("tollhouse-envelope");

        deliverer.deliver(records(8));

        assertThat(dead).extracting(poison -> poison.source().offset()).containsExactly(5L);
        assertThat(dead).extracting(Poison::cause).containsExactly("status 400");
        assertThat(index.documents).hasSize(8);
        assertThat(index.indexOf(id(5))).isEqualTo("tollhouse-envelope-2026.01.31");
        assertThat(progress.committable()).hasValue(8);
        assertThat(counted("envelope")).isEqualTo(1);
        assertThat(counted("created")).as("envelopes are no records").isEqualTo(7);
    }

    @Test
    void poisonIsDoneOnlyWhenItsEnvelopeAndItsDeadLetterAreThere() throws Exception {
        deadLetterFailures = 2;
        index.answers.add(new Result(Outcome.POISON, "document_parsing_exception: no"));
        index.answers.add(CREATED);
        index.answers.add(new Result(Outcome.AGAIN, "429"));

        deliverer.deliver(records(2));

        assertThat(dead).extracting(Poison::cause).containsExactly("document_parsing_exception: no");
        assertThat(index.indexOf(id(0))).isEqualTo("tollhouse-envelope-2026.01.31");
        assertThat(index.indexOf(id(1))).isEqualTo("tollhouse-audit-2026.01.31");
        assertThat(progress.committable()).hasValue(2);
    }

    @Test
    void aRecordUnderTheIdOfAnotherIsKeptAsAnEnvelopeAndCountedAsAConflict() throws Exception {
        index.answers.add(new Result(Outcome.CONFLICT, "another record stands under this id"));

        deliverer.deliver(records(2));

        assertThat(dead).extracting(Poison::cause).containsExactly("another record stands under this id");
        assertThat(index.indexOf(id(0))).isEqualTo("tollhouse-envelope-2026.01.31");
        assertThat(counted("conflict")).isEqualTo(1);
        assertThat(counted("envelope")).isEqualTo(1);
        assertThat(counted("duplicate")).isZero();
        assertThat(progress.committable()).hasValue(2);
    }

    @Test
    void bytesThatAreNoRecordNeverReachARequestForRecords() throws Exception {
        var batch = new ArrayList<>(records(1));
        batch.add(arrived(1, "not\nJSON"));

        deliverer.deliver(batch);

        assertThat(index.requests).containsExactly(1, 1);
        assertThat(index.documents).containsOnlyKeys(id(0), "AbC-0-1");
        assertThat(dead).extracting(Poison::cause).containsExactly("a control character (10)");
    }

    @Test
    void poisonThatNoTopicTakesHoldsNothingUp() throws Exception {
        deliverer.deliver(List.of(arrived(0, "x".repeat(300_000))));

        assertThat(dead).singleElement().satisfies(poison -> {
            assertThat(poison.value()).isNull();
            assertThat(poison.cause())
                    .isEqualTo("larger than 65536 bytes: 300000; its 300000 bytes are too many to be kept, and stand in"
                            + " its place on the topic alone");
        });
        assertThat(index.documents).containsOnlyKeys("AbC-0-0");
        assertThat(progress.committable()).hasValue(1);
    }

    @Test
    void halfACharacterKillsNobody() throws Exception {
        deliverer.deliver(List.of(arrived(0, "{\"event.id\":\"none\",\"user.name\":\"\\ud800\"}")));

        assertThat(index.documents).containsOnlyKeys("AbC-0-0");
        assertThat(progress.committable()).hasValue(1);
    }

    @Test
    void anOldIndexThatTakesNothingHoldsNothingUp() throws Exception {
        deliverer.deliver(records(1));
        index.blocked.add("tollhouse-audit-2026.01.31");

        deliverer.deliver(records(2));

        assertThat(counted("duplicate")).as("what is there").isEqualTo(1);
        assertThat(dead)
                .extracting(Poison::cause)
                .containsExactly("the index tollhouse-audit-2026.01.31 takes no writes: cluster_block_exception");
        assertThat(index.indexOf(id(1))).isEqualTo("tollhouse-envelope-2026.01.31");
        assertThat(progress.unfinished()).isZero();
    }

    @Test
    void aPartitionThatIsGoneIsNotWrittenOn() throws Exception {
        var batch = records(3);
        progress.close();

        deliverer.deliver(batch);

        assertThat(index.requests).isEmpty();
        assertThat(indexed).isEmpty();
        assertThat(dead).isEmpty();
    }
}
