package io.tollhouse.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ConsoleTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private String printed(Console console) {
        console.flush();
        return out.toString(StandardCharsets.UTF_8);
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void whatComesFromElsewhereDoesNothingToATerminal() {
        var console = Console.of(out, err);

        console.print("path /\u001b[2J\u009b1m\u202e\u0000 bücher 🚀");
        console.say("two\nlines\r");

        assertThat(printed(console)).isEqualTo("path /?[2J?1m?? bücher 🚀\n");
        assertThat(said()).isEqualTo("two\nlines?\n");
    }

    @Test
    void columnsAreAlignedAndNeverGetNarrower() {
        var console = Console.of(out, err);
        var table = new Table(console, "A", "B");

        table.print(List.of(List.of("1", "x"), List.of("333", "bücher\nzwei")));
        table.print(List.of(List.of("4", "y")));

        assertThat(printed(console)).isEqualTo("A    B\n1    x\n333  bücher zwei\n4    y\n");
    }

    @Test
    void onATerminalLinesAreCutToItsWidthAndHeadsAreBold() {
        var console = Console.of(out, err, new Terminal(true, true, 8));

        new Table(console, "A", "B").print(List.of(List.of("1", "🚀🚀🚀🚀🚀"), List.of("2", "🚀🚀🚀🚀🚀🚀")));

        assertThat(printed(console)).isEqualTo("\u001b[1mA  B\u001b[0m\n1  🚀🚀🚀🚀🚀\n2  🚀🚀🚀🚀…\n");
    }

    @Test
    void aColumnIsCappedOnATerminalOnly() {
        var rows = List.of(List.of("1234567", "x"));

        var terminal = Console.of(out, err, new Terminal(true, false, 80));
        new Table(terminal, "A", "B").cap(0, 4).print(rows);
        assertThat(printed(terminal)).isEqualTo("A     B\n123…  x\n");

        var pipe = Console.of(out, err);
        new Table(pipe, "A", "B").cap(0, 4).print(rows);
        assertThat(printed(pipe)).endsWith("A        B\n1234567  x\n");
    }

    @Test
    void progressIsShownOnlyAfterAWhileAndTakenAway() {
        var clock = new AtomicLong();
        try (var progress =
                new Progress(Console.of(out, err, Terminal.NONE, new Terminal(true, false, 80)), clock::get)) {
            progress.at(1, 5_000);
            assertThat(said()).isEmpty();
            clock.addAndGet(TimeUnit.SECONDS.toNanos(2));
            progress.at(1_000, 5_000);
            progress.at(2_000, 5_000);
        }

        assertThat(said()).isEqualTo("\r1,000 of 5,000\u001b[K\r\u001b[K");
    }

    @Test
    void progressIsNotShownWhereResultsShowIt() {
        var clock = new AtomicLong();
        try (var progress = new Progress(Console.of(out, err, new Terminal(true, false, 80)), clock::get)) {
            clock.addAndGet(TimeUnit.SECONDS.toNanos(9));
            progress.at(1, 2);
        }

        assertThat(said()).isEmpty();
    }

    @Test
    void aPipeIsNoTerminal() {
        assertThat(Terminal.ofDescriptor(1, Map.of("TERM", "xterm", "COLUMNS", "80")))
                .isEqualTo(Terminal.NONE);
    }
}
