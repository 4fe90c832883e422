package io.tollhouse.local.distributor;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.fleet.SignedManifest;
import io.tollhouse.contract.settings.HostPort;
import io.tollhouse.local.process.JavaCommand;
import io.tollhouse.local.testing.Signals;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A publish in another process that stands between its last record and its commit. */
public record HeldPublish(Process process, BufferedReader says) implements AutoCloseable {
    private static final List<String> FLAGS = List.of(
            "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m", "-Dlogback.configurationFile=logback-test.xml");

    /** Begins one and returns when Kafka has its records, which are not committed. */
    public static HeldPublish begin(HostPort broker, Path folder, SignedManifest manifest, Duration timeout)
            throws IOException {
        var file = Files.write(folder.resolve("held.json"), manifest.bytes());
        var command = new JavaCommand(
                FLAGS,
                List.of(Path.of(System.getProperty("java.class.path"))),
                HeldWriter.class.getName(),
                List.of(
                        broker.toString(),
                        file.toString(),
                        String.valueOf(manifest.manifest().revision()),
                        String.valueOf(timeout.toMillis())));
        var process = new ProcessBuilder(command.words())
                .redirectError(folder.resolve("held.log").toFile())
                .start();
        var held = new HeldPublish(process, process.inputReader(StandardCharsets.UTF_8));
        assertThat(held.says.readLine()).isEqualTo("sent");
        return held;
    }

    public void signal(String signal) throws IOException, InterruptedException {
        Signals.send(signal, process.pid());
    }

    /** Lets it commit as soon as it runs. */
    public void letItCommit() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    /** What came of the commit; it has ended then. */
    public String outcome() throws IOException, InterruptedException {
        var line = says.readLine();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return line;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
