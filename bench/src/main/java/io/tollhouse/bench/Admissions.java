package io.tollhouse.bench;

import io.tollhouse.bench.records.AdmissionNode;
import io.tollhouse.contract.policy.AuditLevel;
import io.tollhouse.contract.settings.HostPort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A node to be put under load. */
@Command(
        name = "admissions",
        description =
                "Starts the edge of a node, to be put under load by something else, which counts the CPU of this process; until it"
                        + " is killed. The agent is bench, its secret bench.")
final class Admissions implements Callable<Integer> {
    @Option(names = "--port", paramLabel = "N", description = "on loopback (${DEFAULT-VALUE})")
    int port = 3128;

    @Option(
            names = "--to",
            paramLabel = "HOST",
            description = "what it lets through, as policies have it (${DEFAULT-VALUE})")
    String to = "93.184.215.0/24";

    @Option(
            names = "--level",
            paramLabel = "LEVEL",
            description = "written, synced or replicated; where left out, nothing is recorded")
    @Nullable
    String level;

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            description = "a broker that has the audit topic (${DEFAULT-VALUE})")
    String kafka = "127.0.0.1:9092";

    @Override
    public Integer call() throws Exception {
        var least = level == null ? null : AuditLevel.valueOf(level.toUpperCase(Locale.ROOT));
        var folder = Files.createTempDirectory(Path.of("target"), "admissions");
        AdmissionNode.start(port, to, least, HostPort.parse(kafka).orElseThrow(), folder);
        System.out.println("listens on 127.0.0.1:" + port + ", pid "
                + ProcessHandle.current().pid());
        Thread.currentThread().join();
        return 0;
    }
}
