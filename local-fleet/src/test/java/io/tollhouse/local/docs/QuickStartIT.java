package io.tollhouse.local.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tollhouse.local.testing.LocalFleet;
import io.tollhouse.local.testing.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The README's quick start, as a person follows it: its {@code ./tollhouse up} with the ports that it names, then every command
 * of its first walk in order, each of which must print what stands there. In a network namespace, since somebody may use those
 * ports on this machine.
 */
class QuickStartIT {
    private static final String UP = "./tollhouse up";
    private static final String ALL_TESTS = "mvn -B verify"; // which this test is a part of

    /** A record can be found some hundred milliseconds after its decision: people are slower than that. */
    private static final String SEARCH = "./tollhouse audit search ";

    private static final Duration UNTIL_FOUND = Duration.ofSeconds(10);

    /** A command begins a line, or stands alone in a block of a shell: counted without what the test reads them by. */
    private static final Pattern PROMPT = Pattern.compile("(?m)^\\$ ");

    @TempDir
    Path folder;

    @BeforeAll
    static void onlyWhereItCanRun() throws IOException {
        assumeTrue(Boolean.getBoolean("tollhouse.netns"), "no network namespace is permitted here");
        assumeTrue(hasOtherUsers(), "Elasticsearch refuses root, and this user namespace has nobody else");
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":", -1))
                        .anyMatch(bin -> Files.isExecutable(Path.of(bin, "curl"))),
                "curl is not installed");
    }

    /** A namespace that an ordinary user makes has one user, who is root in it. */
    private static boolean hasOtherUsers() throws IOException {
        var map = Files.readString(Path.of("/proc/self/uid_map")).strip().split("\\s+", -1);
        return Long.parseLong(map[2]) > 1;
    }

    @Test
    void everyCommandOfTheReadmeDoesWhatStandsThere() throws IOException, InterruptedException {
        var readme = Markdown.read(Markdown.PROJECT.resolve("README.md"));
        assertThat(readme.under("Start"))
                .extracting(Markdown.Block::lines)
                .containsExactly(List.of(UP), List.of(ALL_TESTS));
        var walk = readme.under("A first walk");
        var ran = new ArrayList<String>();

        try (var fleet = LocalFleet.in(folder).line(UP).startAndAwaitReady()) {
            ran.add(UP);
            for (var block : walk) {
                for (var shown : Shown.in(block)) {
                    run(shown, fleet);
                    ran.add(shown.line());
                }
            }
            assertThat(fleet.stop()).isEqualTo(143);
        }

        var text = Files.readString(Markdown.PROJECT.resolve("README.md"));
        assertThat(walk).hasSameSizeAs(ran.subList(1, ran.size())); // a block, a command
        assertThat(ran).hasSize(1 + (int) PROMPT.matcher(text).results().count());
    }

    private static void run(Shown shown, LocalFleet fleet) throws IOException, InterruptedException {
        if (shown.line().startsWith(SEARCH)) {
            Awaitility.await(shown.line())
                    .atMost(UNTIL_FOUND)
                    .untilAsserted(() -> assertIsLike(shown, fleet.type(shown.line())));
        } else {
            assertIsLike(shown, fleet.type(shown.line()));
        }
    }

    private static void assertIsLike(Shown shown, Said said) {
        assertThat(said.exit()).as("%s\n%s", shown.line(), said.err()).isZero();
        assertThat(shown.isLike(said.out()))
                .as("$ %s\nprinted\n%s\nand the README says\n%s", shown.line(), said.out(), shown.printed())
                .isTrue();
    }
}
