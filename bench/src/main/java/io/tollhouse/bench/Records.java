package io.tollhouse.bench;

import io.tollhouse.bench.records.Appending;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What one record costs an event loop. */
@Command(
        name = "records",
        description =
                "Measures one record that is encoded only, and one that is written to the ledger. Needs no fleet, and some GiB"
                        + " of disk below target.")
final class Records implements Callable<Integer> {
    private static final double[] PERCENTILES = {50, 99, 99.99};

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
                .include(Appending.class.getName())
                .forks(forks)
                .jvmArgs("-Xmx1g")
                .warmupIterations(3)
                .warmupTime(TimeValue.seconds(seconds))
                .measurementIterations(5)
                .measurementTime(TimeValue.seconds(seconds))
                .build();
        var results = new Runner(options).run();
        System.out.println();
        System.out.println(RunningFleet.machine());
        System.out.printf("%-10s %10s %10s %10s %10s%n", "", "mean", "p50", "p99", "p99.99");
        for (var result : results) {
            var times = result.getPrimaryResult().getStatistics();
            System.out.printf(
                    "%-10s %7.0f ns %7.0f ns %7.0f ns %7.0f ns%n",
                    result.getParams().getBenchmark().replaceAll(".*\\.", ""),
                    times.getMean(),
                    times.getPercentile(PERCENTILES[0]),
                    times.getPercentile(PERCENTILES[1]),
                    times.getPercentile(PERCENTILES[2]));
        }
        return 0;
    }
}
