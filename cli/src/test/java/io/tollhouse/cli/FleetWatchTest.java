package io.tollhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollhouse.cli.api.Api;
import io.tollhouse.cli.api.EndpointFinder;
import io.tollhouse.cli.api.FakeNode;
import io.tollhouse.cli.api.Refused;
import io.tollhouse.cli.api.Unreachable;
import io.tollhouse.cli.output.Console;
import io.tollhouse.cli.output.Format;
import io.tollhouse.cli.output.Terminal;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FleetWatchTest extends LocalFleetTest {
    private static final String LATER = "2026-01-31T10:00:00  ";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /** Ends a watch when nothing is left to happen. */
    private static final class Over extends InterruptedException {
        private static final long serialVersionUID = 1L;
    }

    /** Looks, lets the first thing happen, looks again, until nothing is left. */
    private void watch(Console console, Format format, Runnable... happens) throws Exception {
        Deque<Runnable> left = new ArrayDeque<>(List.of(happens));
        var api = new Api(new EndpointFinder(Map.of(), List.of(folder), console::say)
                .find(new EndpointFinder.Flags(null, null, null)));
        var watch = new FleetWatch(api, FleetViews.of(console, format), () -> {
            if (left.isEmpty()) {
                throw new Over();
            }
            left.removeFirst().run();
        });
        try {
            watch.run();
        } catch (Over e) {
            // all has happened
        }
    }

    private String watched(Format format, Runnable... happens) throws Exception {
        watch(Console.of(out, err), format, happens);
        return out.toString(StandardCharsets.UTF_8);
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private void away() {
        distributor.answers("/v1/fleet", 503, "{\"detail\": \"Kafka does not answer.\"}");
    }

    @Test
    void whereThereIsNoTerminalWhatHasChangedIsAppended() throws Exception {
        distributor.with(FakeNode.prompt("a", 1), FakeNode.prompt("b", 1));

        var text = watched(
                Format.TABLE,
                () -> distributor.become(
                        FakeNode.prompt("a", 1).with("tunnels", 7).with("ageMillis", 4_000), FakeNode.prompt("b", 1)),
                () -> distributor.become(FakeNode.prompt("a", 1), FakeNode.silent("b", "lost")),
                () -> distributor.become(FakeNode.prompt("a", 1)));

        assertThat(text).isEqualTo("""
                        revision 6 is in force; 2 live
                        TIME                 NODE  BOOT          PRESENCE  STATE  REVISION  ADDRESS         TUNNELS  BACKLOG  OVERLAY  AGE
                        2026-01-31T10:00:00  a     000000000061  live      ready  6         127.0.0.1:3128  2        0 B      -        1.2 s
                        2026-01-31T10:00:00  b     000000000062  live      ready  6         127.0.0.1:3128  2        0 B      -        1.2 s
                        revision 6 is in force; 1 live, 1 lost
                        2026-01-31T10:00:00  b     000000000062  lost      ready  6         127.0.0.1:3128  2        0 B      -        1.2 s
                          It may still serve agents, by revision 6: it fell silent without a farewell. See whether it runs and reaches Kafka.
                        revision 6 is in force; 1 live
                        """);
    }

    @Test
    void aNodeThatComesBackIsShownAgain() throws Exception {
        var text = watched(
                Format.TABLE,
                () -> distributor.become(FakeNode.prompt("a", 1)),
                () -> distributor.become(),
                () -> distributor.become(FakeNode.prompt("a", 1)));

        assertThat(text.lines().filter(line -> line.startsWith(LATER + "a "))).hasSize(2);
    }

    @Test
    void aDistributorThatIsAwayForAWhileIsAskedAgain() throws Exception {
        distributor.with(FakeNode.prompt("a", 1));

        var text = watched(
                Format.TABLE,
                this::away,
                () -> {},
                () -> distributor.answersAgain("/v1/fleet"),
                () -> distributor.become(FakeNode.prompt("b", 1)));

        assertThat(said()).isEqualTo("""
                        tollhouse: Kafka does not answer. Asking again each second.
                        tollhouse: the distributor answers again.
                        """);
        assertThat(text.lines().filter(line -> line.startsWith(LATER + "b "))).hasSize(1);
    }

    @Test
    void aDistributorThatNeverAnsweredEndsIt() {
        away();

        assertThatThrownBy(() -> watched(Format.TABLE)).isInstanceOf(Unreachable.class);
    }

    @Test
    void aTokenThatIsTakenAwayEndsIt() {
        assertThatThrownBy(() -> watched(
                        Format.TABLE,
                        () -> distributor.answers("/v1/fleet", 401, "{\"detail\": \"the token is not known\"}")))
                .isInstanceOf(Refused.class);
    }

    @Test
    void onATerminalItIsDrawnInPlace() throws Exception {
        distributor.with(FakeNode.prompt("a", 1));

        watch(Console.of(out, err, new Terminal(true, false, 60)), Format.TABLE, () -> {}, this::away);

        var frames = out.toString(StandardCharsets.UTF_8).split("\u001b\\[H\u001b\\[2J", -1);
        assertThat(frames).hasSize(4);
        assertThat(frames[1]).isEqualTo(frames[2]).startsWith("revision 6 is in force; 1 live\nNODE  BOOT ");
        assertThat(frames[3]).isEqualTo(frames[1] + "\nas it was: Kafka does not answer.\n");
        assertThat(frames[1].lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(60));
    }

    @Test
    void onANarrowTerminalSentencesGoOnBelow() throws Exception {
        distributor.with(
                FakeNode.refusing("a", "feed: Kafka does not answer at kafka-1:9093; revision 6 stays in force"));

        watch(Console.of(out, err, new Terminal(true, false, 40)), Format.TABLE);

        assertThat(out.toString(StandardCharsets.UTF_8)).endsWith("""
                          feed: Kafka does not answer at
                          kafka-1:9093; revision 6 stays in
                          force
                        """);
    }

    @Test
    void forProgramsItIsADocumentALine() throws Exception {
        assertThat(watched(Format.JSON, () -> {}).lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).startsWith("{\"now\":\"2026-01-31T10:00:00Z\",\"revision\":6,"));
    }

    @Test
    void ctrlCIsAGoodEnd() throws Exception {
        distributor.with(FakeNode.prompt("a", 1));
        var watching = new ProcessBuilder(
                        "env",
                        "--default-signal=INT", // what started the tests may have it ignored
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.tollhouse.cli.Tollhouse",
                        "fleet",
                        "--watch",
                        "--data",
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var lines = watching.inputReader()) {
            assertThat(lines.readLine()).isEqualTo("revision 6 is in force; 1 live");

            new ProcessBuilder("kill", "-INT", String.valueOf(watching.pid()))
                    .start()
                    .waitFor();

            assertThat(watching.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(watching.exitValue()).isZero();
        } finally {
            watching.destroyForcibly();
        }
    }
}
