package io.tollhouse.bench;

import io.tollhouse.bench.decisions.Judging;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What one decision costs by a small policy and by a large one. */
@Command(
        name = "decisions",
        description = "Measures one decision by 10 rules, and by 1,000 with a list of 1,000,000 names. Needs no fleet.")
final class Decisions implements Callable<Integer> {
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    @Option(names = "--forks", paramLabel = "N", description = "JVMs (${DEFAULT-VALUE})")
    int forks = 2;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "of each measurement, five in each JVM (${DEFAULT-VALUE})")
    int seconds = 1;

    @Override
    public Integer call() throws RunnerException {
        var options = new OptionsBuilder()
                .include(Judging.class.getName())
                .addProfiler(GCProfiler.class)
                .forks(forks)
                .jvmArgs("-Xmx1g")
                .warmupIterations(3)
                .warmupTime(TimeValue.seconds(seconds))
                .measurementIterations(5)
                .measurementTime(TimeValue.seconds(seconds))
                .build();
        var rows = new TreeMap<String, double[]>();
        for (var result : new Runner(options).run()) {
            var parameters = result.getParams();
            var row = rows.computeIfAbsent(parameters.getBenchmark().replaceAll(".*\\.", ""), name -> new double[4]);
            int large = parameters.getParam("size").startsWith("10/") ? 0 : 1;
            row[large] = result.getPrimaryResult().getScore();
            row[2 + large] = Objects.requireNonNull(result.getSecondaryResults().get(ALLOCATED))
                    .getScore();
        }
        System.out.println();
        System.out.println(RunningFleet.machine());
        System.out.printf("%-26s %10s %10s %7s %16s%n", "", "small", "large", "ratio", "bytes allocated");
        rows.forEach((name, row) -> System.out.printf(
                "%-26s %7.0f ns %7.0f ns %7.2f %7.0f %8.0f%n", name, row[0], row[1], row[1] / row[0], row[2], row[3]));
        return 0;
    }
}
