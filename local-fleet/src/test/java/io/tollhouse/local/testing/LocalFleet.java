package io.tollhouse.local.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** {@code ./tollhouse up} as a person starts it: the real main class in a process of its own, on free ports. */
public final class LocalFleet implements AutoCloseable {
    private static final Duration READY = Duration.ofMinutes(2);

    private final Path data;
    private final Map<String, Integer> ports;
    private final Process process;
    private final Path output;

    private LocalFleet(Path data, Map<String, Integer> ports, Process process, Path output) {
        this.data = data;
        this.ports = Map.copyOf(ports);
        this.process = process;
        this.output = output;
    }

    /** How one is to be started. */
    public static final class Plan {
        private final Path folder;
        private final List<String> flags = new ArrayList<>();
        private final Map<String, String> environment = new HashMap<>();
        private final Map<String, Integer> ports = new HashMap<>();
        private String line = "";

        private Plan(Path folder) {
            this.folder = folder;
        }

        public Plan flags(String... more) {
            flags.addAll(List.of(more));
            return this;
        }

        public Plan environment(String variable, String value) {
            environment.put(variable, value);
            return this;
        }

        public Plan port(String flag, int port) {
            ports.put(flag, port);
            return this;
        }

        /** By this line of a shell in the project's folder instead, on the ports that it names or else the default ones. */
        public Plan line(String command) {
            line = command;
            return this;
        }

        /** Starts it and waits for the line that says that it is ready. */
        public LocalFleet startAndAwaitReady() throws IOException {
            var fleet = start();
            try {
                fleet.awaitOutput("ready ");
                return fleet;
            } catch (RuntimeException e) {
                fleet.close();
                throw e;
            }
        }

        /** Starts it, and does not wait. */
        public LocalFleet start() throws IOException {
            var output = folder.resolve("up-" + System.nanoTime() + ".out");
            var data = folder.resolve("data");
            var builder = line.isEmpty() ? onFreePorts() : Typed.line("exec " + line);
            builder.environment().put("TOLLHOUSE_DATA", data.toString());
            builder.environment().putAll(environment);
            var process = builder.redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            return new LocalFleet(data, ports, process, output);
        }

        private ProcessBuilder onFreePorts() throws IOException {
            FreePorts.byFlag().forEach(ports::putIfAbsent);
            var arguments = new ArrayList<>(flags);
            ports.forEach((flag, port) -> arguments.addAll(List.of(flag, String.valueOf(port))));
            return Typed.java("local-fleet", "io.tollhouse.local.Up", arguments);
        }
    }

    /** One whose data lies in this folder, so that a later one can go on with it. */
    public static Plan in(Path folder) {
        return new Plan(folder);
    }

    /** Everything it has said so far, standard error too. */
    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for a line that begins so. */
    public void awaitOutput(String beginning) {
        Awaitility.await("up says '" + beginning + "'; see " + output)
                .atMost(READY)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> !process.isAlive() || said(beginning));
        if (!said(beginning)) {
            throw new AssertionError("up ended before it said '" + beginning + "':\n" + output());
        }
    }

    private boolean said(String beginning) {
        return output().lines().anyMatch(line -> line.startsWith(beginning));
    }

    public Path data() {
        return data;
    }

    public long pid() {
        return process.pid();
    }

    /** The process of a part by its name; empty where it does not run. */
    public Optional<Long> pid(String part) {
        try {
            var pid = Long.parseLong(
                    Files.readString(data.resolve("run/" + part + ".pid")).strip());
            return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).map(ProcessHandle::pid);
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The processes of all parts that run. */
    public List<Long> pids() {
        try (Stream<Path> files = Files.list(data.resolve("run"))) {
            return files.map(file -> file.getFileName().toString().replace(".pid", ""))
                    .flatMap(part -> pid(part).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a signal to a part. */
    public void signal(String part, String signal) throws IOException, InterruptedException {
        Signals.send(signal, pid(part).orElseThrow(() -> new AssertionError(part + " does not run")));
    }

    /** Kills a part and waits until it runs again. */
    public void killAndAwaitRestart(String part) throws IOException, InterruptedException {
        long before = pid(part).orElseThrow();
        Signals.send("KILL", before);
        Awaitility.await(part + " runs again")
                .atMost(Duration.ofSeconds(30))
                .until(() -> pid(part).filter(pid -> pid != before).isPresent());
    }

    /** Where agents reach a node, from 1. */
    public InetSocketAddress proxy(int node) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port("--proxy-port") + node - 1);
    }

    public int port(String flag) {
        return ports.getOrDefault(flag, 0);
    }

    public URI api(String path) {
        return URI.create("http://127.0.0.1:" + port("--api-port") + path);
    }

    /** As which an administrator knows himself to the API. */
    public Map<String, String> authorization() throws IOException {
        return Map.of(
                "Authorization",
                "Bearer " + Files.readString(data.resolve("admin.token")).strip());
    }

    /** Runs the command line on this fleet, as the launcher does. */
    public Said tollhouse(String... arguments) throws IOException, InterruptedException {
        return command(Typed.java("cli", "io.tollhouse.cli.Tollhouse", List.of(arguments)));
    }

    /** Runs a line of a shell, as a person types it in the project's folder beside this fleet. */
    public Said type(String line) throws IOException, InterruptedException {
        return command(Typed.line(line));
    }

    private Said command(ProcessBuilder builder) throws IOException, InterruptedException {
        builder.environment().put("TOLLHOUSE_DATA", data.toString());
        return Said.by(builder, data.resolveSibling("said-" + System.nanoTime() + ".err"));
    }

    /** SIGTERM; waits, and returns its exit code. */
    public int stop() throws InterruptedException {
        process.destroy();
        return exitCode();
    }

    /** SIGKILL, to it alone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Waits for its end. */
    public int exitCode() throws InterruptedException {
        if (!process.waitFor(40, TimeUnit.SECONDS)) {
            throw new AssertionError("up does not end:\n" + output());
        }
        return process.exitValue();
    }

    /** Stops it where it still runs; frozen parts too. */
    @Override
    public void close() {
        try {
            for (var pid : Files.isDirectory(data.resolve("run")) ? pids() : List.<Long>of()) {
                Signals.send("CONT", pid);
            }
            process.destroy();
            if (!process.waitFor(40, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
