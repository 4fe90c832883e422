package io.tollhouse.proxy.ledger;

import static io.tollhouse.proxy.ledger.LedgerFolder.append;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.audit.Stage;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of records where files are missing, deleted or cut. */
class StreamLogTest {
    private static final long SHARE = 64 << 20;

    @TempDir
    Path folder;

    private LedgerFolder ledger() {
        return new LedgerFolder(folder, "0123456789ab", 1 << 30);
    }

    private static void exhaust(LedgerFolder ledger) {
        while (ledger.spares.take() != null) {
            // somebody else has them
        }
    }

    @Test
    void recordsRunOverManyFilesInOrderAndEachFileGoesWhenItIsSent() throws IOException {
        var ledger = ledger();
        var log = ledger.log(1);
        var drain = ledger.drain(log);
        for (int i = 0; i < 1_500; i++) {
            ledger.spares.fill();
            assertThat(append(log, Stage.REFUSAL, "r-" + i)).isTrue();
        }
        log.close();
        assertThat(log.segments()).hasSizeGreaterThan(2);

        drain.send(ledger, SHARE);
        drain.send(ledger, SHARE);

        assertThat(ledger.sequences())
                .isEqualTo(LongStream.range(0, 1_500).boxed().toList());
        assertThat(drain.isEmpty()).isTrue();
        assertThat(ledger.budget.used()).isZero();
        ledger.spares.close();
        assertThat(ledger.files(".segment")).isEmpty();
        assertThat(ledger.gaps).isEmpty();
    }

    @Test
    void withoutAFileNothingIsAdmittedAndTheOutcomeOfWhatWasWaits() throws IOException {
        var ledger = ledger();
        var log = ledger.log(1);
        var drain = ledger.drain(log);
        assertThat(append(log, Stage.ADMISSION, "r-1")).isTrue();
        exhaust(ledger);
        while (LedgerFolder.current(log).room() >= Entry.MAX) {
            append(log, Stage.REFUSAL, "filler");
        }

        assertThat(append(log, Stage.ADMISSION, "r-2")).isFalse();
        assertThat(append(log, Stage.OUTCOME, "r-2"))
                .as("of what was not admitted")
                .isFalse();
        assertThat(append(log, Stage.REFUSAL, "r-3")).isFalse();
        assertThat(append(log, Stage.OUTCOME, "r-1")).as("of what was").isTrue();
        assertThat(log.owes()).isTrue();

        ledger.spares.fill();
        assertThat(log.settle()).isTrue();
        assertThat(log.owes()).isFalse();
        log.close();
        drain.send(ledger, SHARE);
        assertThat(ledger.sent.get(ledger.sent.size() - 1)).contains("\"r-1\"", "\"outcome\"");
        assertThat(ledger.gaps).isEmpty();
        assertThat(drain.open().all()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"deleted", "cut"})
    void whereSomebodyTakesTheFileAwayItGoesOnInAnother(String how) throws IOException {
        var ledger = ledger();
        var log = ledger.log(1);
        var drain = ledger.drain(log);
        append(log, Stage.REFUSAL, "r-0");
        append(log, Stage.REFUSAL, "r-1");
        var file = ledger.used();
        if (how.equals("deleted")) {
            Files.delete(file);
        } else {
            try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(LedgerFolder.find(file, "\"r-1\""));
            }
        }

        ledger.spares.look();
        assertThat(ledger.health.reasons())
                .singleElement()
                .satisfies(reason -> assertThat(reason.text()).contains("were deleted, cut or could not be written"));
        assertThat(append(log, Stage.ADMISSION, "r-2")).isTrue();
        log.close();
        drain.send(ledger, SHARE);

        assertThat(ledger.sequences())
                .isEqualTo(
                        how.equals("deleted") ? LongStream.range(0, 3).boxed().toList() : java.util.List.of(0L, 2L));
        assertThat(ledger.gaps)
                .isEqualTo(
                        how.equals("deleted")
                                ? java.util.List.of()
                                : java.util.List.of("node-1/0123456789ab/0001 1-1"));
        ledger.spares.look();
        assertThat(ledger.health.reasons()).isEmpty();
        assertThat(ledger.budget.used()).isZero();
    }

    @Test
    void aFolderThatCannotBeWrittenIsSaidAndLeftAloneUntilItCan() throws IOException {
        var gone = Files.writeString(folder.resolve("gone"), "in its way");
        var ledger = new LedgerFolder(gone, "0123456789ab", 1 << 30);
        ledger.spares.look();
        var log = ledger.log(1);

        assertThat(append(log, Stage.ADMISSION, "r-1")).isFalse();
        assertThat(ledger.health.isReady()).isFalse();
        assertThat(ledger.health.reasons().get(0).text()).contains("cannot write to " + gone, "503");

        Files.delete(gone);
        ledger.spares.fill();
        ledger.spares.look();
        assertThat(ledger.health.isReady()).isTrue();
        assertThat(append(log, Stage.ADMISSION, "r-1")).isTrue();
    }
}
