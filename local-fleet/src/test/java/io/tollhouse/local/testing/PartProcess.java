package io.tollhouse.local.testing;

import io.tollhouse.local.probe.Http;
import io.tollhouse.local.process.Child;
import io.tollhouse.local.process.JavaCommand;
import io.tollhouse.local.process.Launch;
import io.tollhouse.local.process.Modules;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A process of the product, started from what the build made of its module, as {@code up} does. */
public final class PartProcess implements AutoCloseable {
    private static final List<String> FLAGS =
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m", "-Xshare:auto");

    /** Where the tests of this module run is one below the project. */
    private static final Modules MODULES =
            new Modules(Path.of("..").toAbsolutePath().normalize());

    private final What what;
    private final Path folder;
    private final Map<String, String> settings;
    private final List<String> prefix;
    private Child child;

    /**
     * Which process.
     *
     * @param module whose jar and {@code target/lib} are its class path
     * @param main its main class
     * @param name of its files in the test's folder, and in messages
     * @param health where it serves {@code /readyz}
     */
    public record What(String module, String main, String name, URI health) {}

    private PartProcess(What what, Path folder, Map<String, String> settings, List<String> prefix) throws IOException {
        this.what = what;
        this.folder = folder;
        this.settings = new TreeMap<>(settings);
        if (what.module().equals("proxy-node")) {
            this.settings.putIfAbsent("drain.accept", "0s"); // nothing balances in most tests
            this.settings.putIfAbsent("drain.limit", "1s");
        }
        this.prefix = List.copyOf(prefix);
        this.child = launch();
    }

    /**
     * Starts one, and does not wait for it.
     *
     * @param settings by their whole keys, written to a YAML file in the folder
     */
    public static PartProcess start(What what, Path folder, Map<String, String> settings) throws IOException {
        return start(what, folder, settings, List.of());
    }

    /** The same by a command that executes what stands behind it in its own place, as {@link Faketime} does. */
    public static PartProcess start(What what, Path folder, Map<String, String> settings, List<String> prefix)
            throws IOException {
        return new PartProcess(what, folder, settings, prefix);
    }

    private Child launch() throws IOException {
        Files.writeString(settingsFile(), yaml());
        var words = new ArrayList<>(prefix);
        words.addAll(words("--exit-with-stdin"));
        return Child.start(Launch.of(words), log(), folder.resolve(what.name() + ".pid"));
    }

    private Path settingsFile() {
        return folder.resolve(what.name() + ".yaml");
    }

    private List<String> words(String flag) throws IOException {
        return new JavaCommand(
                        FLAGS,
                        MODULES.classPath(what.module()),
                        what.main(),
                        List.of("--settings=" + settingsFile(), flag))
                .words();
    }

    /** What its program says that is started beside it with the same settings and another flag, and ends by itself. */
    public Said aside(String flag) throws IOException, InterruptedException {
        return Said.by(new ProcessBuilder(words(flag)), folder.resolve(what.name() + "-aside.err"));
    }

    private String yaml() {
        return settings.entrySet().stream()
                .map(setting -> "\"%s\": '%s'%n"
                        .formatted(setting.getKey(), setting.getValue().replace("'", "''")))
                .collect(Collectors.joining());
    }

    /** Its output, of all its runs. */
    public Path log() {
        return folder.resolve(what.name() + ".log");
    }

    /** Waits until {@code /readyz} says so. */
    public PartProcess awaitReady() {
        try {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> readiness().isOk());
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    what.name() + " is not ready: " + readiness().body() + "\n" + said(), e);
        }
        return this;
    }

    /** The end of its output, which goes with the test's folder. */
    private String said() {
        try {
            var lines = Files.readAllLines(log());
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** What {@code /readyz} answers. */
    public Http.Answer readiness() {
        return Http.get(what.health().resolve("/readyz"));
    }

    /**
     * What {@code /metrics} says now.
     *
     * @param name of a series; the sum where it has several
     */
    public double metric(String name) {
        var samples = Http.get(what.health().resolve("/metrics"))
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .toList();
        if (samples.isEmpty()) {
            throw new AssertionError(what.name() + " has no metric " + name);
        }
        return samples.stream()
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    public long pid() {
        return child.pid();
    }

    /** SIGTERM; its exit code. */
    public int stop() throws Exception {
        child.stop(Duration.ofSeconds(10));
        return exitCode();
    }

    /** SIGKILL. */
    public void kill() throws InterruptedException {
        child.kill();
    }

    /** Waits for its end. */
    public int exitCode() throws Exception {
        return child.exit().get(20, TimeUnit.SECONDS);
    }

    /** Starts it once more after it has ended, with the same settings. */
    public void startAgain() throws IOException {
        child = launch();
    }

    @Override
    public void close() {
        ProcessHandle.of(child.pid()).filter(any -> child.isAlive()).ifPresent(ProcessHandle::destroyForcibly);
    }
}
