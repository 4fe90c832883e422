package io.tollhouse.bench;

import io.tollhouse.bench.decisions.Policies;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What a long list costs, beside squid. */
@Command(
        name = "lists",
        description = {
            "Loads a list of 1,000,000 names, and activates a policy with another rule beside it. Needs no fleet.",
            "Where squid is installed (a Debian package), it loads the same names."
        })
final class Lists implements Callable<Integer> {
    private static final int NAMES = 1_000_000;
    private static final long PATIENCE_SECONDS = 60;

    @Option(names = "--rounds", paramLabel = "N", description = "(${DEFAULT-VALUE})")
    int rounds = 3;

    @Override
    public Integer call() throws IOException, InterruptedException, Failed {
        var folder = Files.createTempDirectory("tollhouse-bench");
        var file = folder.resolve("names.txt");
        Files.write(file, Policies.names(NAMES));
        System.out.println(RunningFleet.machine());
        for (int i = 0; i < rounds; i++) {
            System.out.print("tollhouse: " + run(ours(file), folder));
            if (Files.isExecutable(Path.of("/usr/sbin/squid"))) {
                long with = squid(folder, "acl listed dstdomain \"" + file + "\"\nhttp_access deny listed\n");
                long without = squid(folder, "");
                System.out.println("squid:     cpu " + (with - without) + " ms (" + with + " with the list, " + without
                        + " without)");
            } else {
                System.out.println("squid is not installed, so there is nothing to compare with");
            }
        }
        return 0;
    }

    private static List<String> ours(Path file) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                Bench.class.getName(),
                "load-list",
                file.toString());
    }

    /** CPU of a squid that reads its settings and ends. */
    private static long squid(Path folder, String more) throws IOException, InterruptedException, Failed {
        var conf = folder.resolve("squid.conf");
        Files.writeString(
                conf,
                "http_port 127.0.0.1:3180\nacl all src all\n" + more + "http_access allow localhost\npid_filename "
                        + folder.resolve("squid.pid") + "\ncache_log /dev/null\n");
        var said = run(
                List.of(
                        "bash",
                        "-c",
                        "TIMEFORMAT='%U %S'; time /usr/sbin/squid -k parse -f " + conf + " >/dev/null 2>&1"),
                folder);
        var words = said.strip().split(" ", -1);
        return Math.round(1_000 * (Double.parseDouble(words[0]) + Double.parseDouble(words[1])));
    }

    private static String run(List<String> command, Path folder) throws IOException, InterruptedException, Failed {
        var process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new Failed(command.get(0) + " failed: " + said);
        }
        return said;
    }
}
