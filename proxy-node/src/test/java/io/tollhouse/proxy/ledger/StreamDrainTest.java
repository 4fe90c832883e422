package io.tollhouse.proxy.ledger;

import static io.tollhouse.proxy.ledger.LedgerFolder.append;
import static io.tollhouse.proxy.ledger.LedgerFolder.find;
import static io.tollhouse.proxy.ledger.LedgerFolder.flip;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.audit.Stage;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is sent of what was written, also of what was damaged, and what another run has left. */
class StreamDrainTest {
    private static final long SHARE = 64 << 20;
    private static final String DEAD = "00000000dead";
    private static final String NEXT = "0000000000e1";

    @TempDir
    Path folder;

    private LedgerFolder ledger(String boot) {
        return new LedgerFolder(folder, boot, 1 << 30);
    }

    private static List<Long> sequences(int from, int to) {
        return java.util.stream.LongStream.range(from, to).boxed().toList();
    }

    @Test
    void whatIsNotAcknowledgedIsSentAgainAndNothingElse() throws IOException {
        var ledger = ledger(NEXT);
        var log = ledger.log(1);
        var drain = ledger.drain(log);
        append(log, Stage.REFUSAL, "r-0");
        drain.send(ledger, SHARE);
        ledger.holdBack();
        append(log, Stage.REFUSAL, "r-1");
        append(log, Stage.REFUSAL, "r-2");
        drain.send(ledger, SHARE);
        assertThat(drain.acks().last()).isZero();

        drain.acks().failed();
        drain.send(ledger, SHARE);
        ledger.acknowledge();

        assertThat(ledger.sequences()).containsExactly(0L, 1L, 2L, 1L, 2L);
        assertThat(drain.acks().last()).isEqualTo(2);
        assertThat(ledger.budget.used()).isZero();
        assertThat(ledger.gaps).isEmpty();
    }

    @Test
    void noMoreIsUnderWayThanItsShare() throws IOException {
        var ledger = ledger(NEXT);
        var log = ledger.log(1);
        var drain = ledger.drain(log);
        for (int i = 0; i < 100; i++) {
            append(log, Stage.REFUSAL, "r-" + i);
        }
        ledger.holdBack();

        drain.send(ledger, 2_000);

        assertThat(drain.acks().bytes()).isBetween(2_000L, 4_000L);
        ledger.acknowledge();
        drain.send(ledger, SHARE);
        assertThat(ledger.sequences()).isEqualTo(sequences(0, 100));
    }

    @Test
    void whatKafkaDoesNotTakeIsReplacedInItsPlace() throws IOException {
        var ledger = ledger(NEXT);
        var log = ledger.log(1);
        var drain = ledger.drain(log);
        for (int i = 0; i < 4; i++) {
            append(log, Stage.REFUSAL, "r-" + i);
        }
        ledger.refuse(1);

        drain.send(ledger, SHARE);
        assertThat(drain.acks().last()).isZero();
        drain.send(ledger, SHARE);

        assertThat(ledger.rejected).containsExactly(1L);
        assertThat(ledger.sequences()).containsExactly(0L, 2L, 3L, 2L, 3L);
        assertThat(drain.acks().last()).isEqualTo(3);
        assertThat(ledger.budget.used()).isZero();
    }

    @ParameterizedTest(name = "{0} to {1} damaged")
    @CsvSource({"3,3", "0,0", "2,4", "9,9"})
    void damagedRecordsAreNamedExactlyAndTheRestIsSent(int from, int to) throws IOException {
        var ledger = ledger(NEXT);
        var log = ledger.log(1);
        var drain = ledger.drain(log);
        for (int i = 0; i < 10; i++) {
            append(log, Stage.REFUSAL, "r-" + i);
        }
        for (int i = from; i <= to; i++) {
            flip(ledger.used(), find(ledger.used(), "\"r-" + i + "\""));
        }
        log.close();
        drain.send(ledger, SHARE);

        assertThat(ledger.gaps).containsExactly("node-1/" + NEXT + "/0001 " + from + "-" + to);
        assertThat(ledger.sequences())
                .hasSize(10 - (to - from + 1))
                .doesNotContainAnyElementsOf(sequences(from, to + 1));
        assertThat(drain.isEmpty()).isTrue();
        assertThat(ledger.budget.used()).isZero();
    }

    @Test
    void theNextRunSendsWhatIsLeftAndGivesWhatWasOpenItsOutcome() throws IOException {
        var dead = ledger(DEAD);
        var log = dead.log(1);
        append(log, Stage.ADMISSION, "done");
        append(log, Stage.OUTCOME, "done");
        append(log, Stage.ADMISSION, "open");

        var next = ledger(NEXT);
        var house = next.log(0);
        var left = next.left(house);
        while (left.send(next, SHARE)) {
            // one stream after the other
        }

        assertThat(left.isEmpty()).isTrue();
        assertThat(next.sequences()).containsExactly(0L, 1L, 2L);
        assertThat(next.files(".open")).isEmpty();
        next.sent.clear();
        house.close();
        next.drain(house).send(next, SHARE);
        assertThat(next.sent)
                .hasSize(2)
                .first()
                .asString()
                .contains(
                        "\"http.request.id\":\"open\"",
                        "\"tollhouse.stage\":\"outcome\"",
                        "\"event.outcome\":\"unknown\"",
                        "\"user.name\":\"agent-1\"",
                        "\"tollhouse.boot\":\"" + NEXT + "\"");
        assertThat(next.sent.get(1))
                .contains("\"event.action\":\"ended\"", "node-1/" + DEAD + "/0001", "\"tollhouse.about.to\":2");
        assertThat(next.files(DEAD)).isEmpty();
    }

    @Test
    void aStreamThatWasClosedIsNotSaidToHaveEnded() throws IOException {
        var dead = ledger(DEAD);
        var log = dead.log(1);
        log.opening(LedgerFolder.NOW, null);
        append(log, Stage.REFUSAL, "r-1");
        log.closing(LedgerFolder.NOW);

        var next = ledger(NEXT);
        var house = next.log(0);
        var left = next.left(house);
        while (left.send(next, SHARE)) {
            // one stream after the other
        }

        assertThat(next.sequences()).containsExactly(0L, 1L, 2L);
        assertThat(next.sent.get(0)).contains("\"event.action\":\"open\"", "\"tollhouse.partition\":0");
        assertThat(next.sent.get(2)).contains("\"event.action\":\"closed\"");
        assertThat(house.last()).as("nothing is said about it").isNegative();
    }

    @Test
    void anOpenRequestIsKnownAlsoWhenItsFileIsGone() throws IOException {
        var dead = ledger(DEAD);
        var log = dead.log(1);
        var drain = dead.drain(log);
        append(log, Stage.ADMISSION, "open");
        var first = log.current();
        while (log.current() == first) {
            append(log, Stage.REFUSAL, "filler");
        }
        drain.send(dead, SHARE);
        assertThat(dead.files(".open")).hasSize(1);

        var next = ledger(NEXT);
        var house = next.log(0);
        var left = next.left(house);
        while (left.send(next, SHARE)) {
            // one stream after the other
        }

        next.sent.clear();
        house.close();
        next.drain(house).send(next, SHARE);
        assertThat(next.sent).hasSize(2).first().asString().contains("\"http.request.id\":\"open\"", "unknown");
        assertThat(next.files("0001.open")).isEmpty();
    }

    @ParameterizedTest(name = "{0} bytes of the last record are missing")
    @CsvSource({"1", "100", "400"})
    void aTornEndIsCutAndIsNoGap(int missing) throws IOException {
        var dead = ledger(DEAD);
        var log = dead.log(1);
        append(log, Stage.REFUSAL, "r-0");
        append(log, Stage.REFUSAL, "r-1");
        var file = dead.used();
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(
                    java.nio.ByteBuffer.allocate(missing + 8),
                    LedgerFolder.current(log).end() - missing - 8);
        }

        var next = ledger(NEXT);
        var left = next.left(next.log(0));
        while (left.send(next, SHARE)) {
            // until all is sent
        }

        assertThat(next.sequences()).containsExactly(0L);
        assertThat(next.registry
                        .get("tollhouse.ledger.damage")
                        .tag("kind", "torn")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(next.registry
                        .get("tollhouse.ledger.damage")
                        .tag("kind", "gap")
                        .counter()
                        .count())
                .isZero();
    }

    @Test
    void aFileWhoseHeadIsDamagedIsPutAsideAndNothingElseStops() throws IOException {
        var dead = ledger(DEAD);
        append(dead.log(1), Stage.REFUSAL, "r-0");
        flip(dead.used(), 30);
        append(dead.log(2), Stage.REFUSAL, "r-1");

        var next = ledger(NEXT);
        var left = next.left(next.log(0));
        while (left.send(next, SHARE)) {
            // until all is sent
        }

        assertThat(next.sent).hasSize(1);
        assertThat(folder.resolve("damaged"))
                .isDirectoryContaining(file -> file.toString().endsWith(".segment"));
        assertThat(left.isEmpty()).isTrue();
    }
}
