package io.tollhouse.bench;

import com.sun.management.OperatingSystemMXBean;
import io.tollhouse.bench.decisions.Policies;
import io.tollhouse.contract.decision.Matcher;
import io.tollhouse.contract.policy.ListFile;
import io.tollhouse.contract.yaml.InvalidDocument;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Loads a list once, in a JVM of its own that is still cold. */
@Command(name = "load-list", hidden = true, description = "Reads a list file and compiles a policy that names it.")
final class LoadList implements Callable<Integer> {
    private static final int RULES = 100;
    private static final int ACTIVATIONS = 20;

    @Parameters(paramLabel = "FILE")
    Path file = Path.of("");

    @Override
    public Integer call() throws IOException, InvalidDocument {
        long used = heap();
        long cpu = cpu();
        var list = ListFile.read(Files.readAllBytes(file), Policies.LIST);
        var matcher = Policies.matcher(Policies.text(RULES, true, "first"), list, null);
        long loaded = cpu() - cpu;
        System.out.printf(
                "cpu %d ms, %.1f bytes of heap a name%n",
                TimeUnit.NANOSECONDS.toMillis(loaded),
                (double) (heap() - used) / list.entries().size());
        activate(list, matcher);
        return 0;
    }

    /** Revisions with another rule and the same list, from their text to a matcher. */
    private static void activate(ListFile list, Matcher first) throws InvalidDocument {
        var before = first;
        var times = new Series("activation");
        for (int i = 0; i < ACTIVATIONS; i++) {
            long begun = System.nanoTime();
            before = Policies.matcher(Policies.text(RULES, true, "revision " + i), list, before);
            times.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
        }
        System.out.printf(
                "activation with %d rules: first %d ms, p50 %d ms%n",
                RULES, times.percentile(100), times.percentile(50));
        if (before.revision() != first.revision()) {
            throw new IllegalStateException("all are revision 1");
        }
    }

    private static long cpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
