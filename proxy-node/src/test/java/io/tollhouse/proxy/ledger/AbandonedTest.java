package io.tollhouse.proxy.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AbandonedTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir
    Path root;

    private long now;
    private Abandoned abandoned;
    private Path other;

    @BeforeEach
    void twoNodes() throws IOException {
        Files.createDirectories(root.resolve("own/ledger"));
        other = Files.createDirectories(root.resolve("other/ledger"));
        Files.writeString(other.resolve("00000000dead-0.segment"), "records");
        Abandoned.mark(other, "f-1");
        abandoned = new Abandoned(root.resolve("own"), "f-1", MINUTE, () -> now);
    }

    private void later(Duration more) {
        now += more.toNanos();
    }

    @Test
    void whatNobodyHasLockedForLongEnoughIsMovedHereWhole() {
        assertThat(abandoned.take()).isEmpty();
        later(MINUTE.minusMillis(1));
        assertThat(abandoned.take()).isEmpty();
        later(Duration.ofMillis(1));

        assertThat(abandoned.take())
                .singleElement()
                .satisfies(moved -> assertThat(moved)
                        .hasParent(root.resolve("own/ledger/adopted"))
                        .isDirectoryContaining(file -> file.endsWith("00000000dead-0.segment")));
        assertThat(other).doesNotExist();
        assertThat(root.resolve("other")).exists();
    }

    @Test
    void aNodeThatLivesKeepsItsLedgerAndTheWaitBeginsAnewWhenItEnds() throws IOException {
        abandoned.take();
        try (var channel =
                FileChannel.open(root.resolve("other/lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            assertThat(channel.lock().isValid()).isTrue();
            later(MINUTE);
            assertThat(abandoned.take()).isEmpty();
        }
        assertThat(abandoned.take()).isEmpty();
        later(MINUTE);
        assertThat(abandoned.take()).hasSize(1);
    }

    @Test
    void whatBelongsToAnotherFleetOrSaysNothingOfItStays() throws IOException {
        for (var change :
                List.<Executable>of(() -> Abandoned.mark(other, "f-2"), () -> Files.delete(other.resolve("fleet")))) {
            change.run();
            abandoned.take();
            later(MINUTE);

            assertThat(abandoned.take()).isEmpty();
        }
    }

    private interface Executable {
        void run() throws IOException;
    }

    @Test
    void aLedgerWithoutRecordsStaysAndSoDoesTheOwn() throws IOException {
        Files.delete(other.resolve("00000000dead-0.segment"));
        Files.writeString(other.resolve("partitions"), "12");
        Files.writeString(root.resolve("own/ledger/00000000beef-0.segment"), "records");
        abandoned.take();
        later(MINUTE);

        assertThat(abandoned.take()).isEmpty();
    }
}
