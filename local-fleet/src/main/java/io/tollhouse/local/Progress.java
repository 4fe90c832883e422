package io.tollhouse.local;

import io.tollhouse.local.process.Watcher;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** One line for each thing that a person wants to know. Plain, so that it reads the same in a file. */
final class Progress implements Watcher {
    private final PrintStream out;
    private final long start;
    private long stopAt;

    /** Speaks of a fleet that was started at this value of {@link System#nanoTime}. */
    Progress(PrintStream out, long start) {
        this.out = out;
        this.start = start;
    }

    Duration sinceStart() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Override
    public void ready(String service, Duration after) {
        part(service, "is up after " + seconds(after));
    }

    @Override
    public void died(String service, String how, Duration again) {
        part(service, how + "; started again in " + seconds(again));
    }

    void fleetReady(long revision) {
        line("ready after " + seconds(sinceStart()) + ": every node enforces revision " + revision
                + ", and a record was found");
    }

    void stopping() {
        stopAt = System.nanoTime();
        line("stopping");
    }

    void stopped() {
        line("stopped after " + seconds(Duration.ofNanos(System.nanoTime() - stopAt)));
    }

    void waitsFor(List<String> missing) {
        line("still waiting after " + seconds(sinceStart()) + " for:");
        missing.forEach(what -> line("  " + what));
    }

    private void part(String name, String text) {
        line("%-15s %s".formatted(name, text));
    }

    /** Whole lines only, whoever speaks. */
    synchronized void line(String text) {
        out.println(text);
        out.flush();
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
