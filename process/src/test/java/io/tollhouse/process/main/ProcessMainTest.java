package io.tollhouse.process.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With real processes: how a process ends cannot be seen from inside it. */
class ProcessMainTest {
    @TempDir
    Path folder;

    private @Nullable Process child;

    @AfterEach
    void nothingIsLeftRunning() {
        if (child != null) {
            child.destroyForcibly();
        }
    }

    @Test
    void helpNamesEverySetting() throws Exception {
        assertThat(exitCode(start("--help"))).isZero();

        assertThat(out()).startsWith("Usage: sample ").contains("fleet.id", "elasticsearch.urls");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "start, 'start: is not a flag; write --path.to.key=value or --settings=FILE'",
        "--fleet.idd=x, '--fleet.idd: is not a known key; did you mean ''fleet.id''?|fleet.id: is required'",
        "--fleet.id=cannot-start, 'tokens.file: /none is not there'"
    })
    void whatItCannotStartWithIsSaidInFullAndIsExitCode2(String flag, String says) throws Exception {
        assertThat(exitCode(start(flag))).isEqualTo(2);

        assertThat(Files.readAllLines(folder.resolve("err"))).containsExactly(says.split("\\|"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "sound, 0, stops with []",
        "loses-a-thread, 0, stops with [thread doomed: it died; the log says of what. Restart this process]",
        "leaves-something, 3, stops with []",
        "cannot-stop, 1, the stop failed"
    })
    void itStopsWhenItIsTold(String fleet, int code, String says) throws Exception {
        var running = running("--fleet.id=" + fleet);

        running.destroy();

        assertThat(exitCode(running)).isEqualTo(code);
        assertThat(out()).contains(says);
    }

    @Test
    void itStopsWithTheInputOfItsParent() throws Exception {
        var running = running("--fleet.id=sound", "--exit-with-stdin");

        running.getOutputStream().close();

        assertThat(exitCode(running)).isZero();
        assertThat(out()).contains("stops with []");
    }

    private Process start(String... args) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Sample.class.getName()));
        command.addAll(List.of(args));
        var builder = new ProcessBuilder(command)
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("TOLLHOUSE_"));
        child = builder.start();
        return child;
    }

    private Process running(String... args) throws IOException {
        var started = start(args);
        await().until(() -> out().contains("sample runs"));
        return started;
    }

    private static int exitCode(Process process) throws InterruptedException {
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    /** Its log, too. */
    private String out() throws IOException {
        return Files.readString(folder.resolve("out"));
    }
}
