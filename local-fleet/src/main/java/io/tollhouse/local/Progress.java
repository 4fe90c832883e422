package io.tollhouse.local;

import io.tollhouse.local.process.Watcher;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** One line for each thing that a person wants to know. */
final class Progress implements Watcher {
    private final PrintStream out;

    Progress(PrintStream out) {
        this.out = out;
    }

    @Override
    public void ready(String service, Duration after) {
        line(service, "ready   " + seconds(after));
    }

    @Override
    public void died(String service, String how, Duration again) {
        line(service, how + "; started again in " + seconds(again));
    }

    private void line(String service, String text) {
        out.printf(Locale.ROOT, "%-15s %s%n", service, text);
        out.flush();
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%5.1f s", duration.toMillis() / 1000.0);
    }
}
