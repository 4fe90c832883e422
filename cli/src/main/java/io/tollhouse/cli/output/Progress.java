package io.tollhouse.cli.output;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How far something long has come: on a terminal, and only when it takes long and results do not show it by themselves. */
public final class Progress implements AutoCloseable {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(2);
    private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(200);

    private final Console console;
    private final boolean wanted;
    private final LongSupplier nanoTime;
    private long due;
    private boolean shown;

    /** Of something whose results come out meanwhile. */
    public Progress(Console console, LongSupplier nanoTime) {
        this(console, !console.outTerminal().present(), nanoTime);
    }

    /** Of something that shows nothing before it is done. */
    public static Progress alone(Console console, LongSupplier nanoTime) {
        return new Progress(console, true, nanoTime);
    }

    private Progress(Console console, boolean alone, LongSupplier nanoTime) {
        this.wanted = alone && console.errTerminal().present();
        this.console = console;
        this.nanoTime = nanoTime;
        this.due = nanoTime.getAsLong() + PATIENCE;
    }

    /** Notes how much is done. */
    public void at(long done, long total) {
        if (wanted && nanoTime.getAsLong() - due >= 0) {
            due = nanoTime.getAsLong() + INTERVAL;
            shown = true;
            console.sayInPlace(String.format(Locale.ROOT, "%,d of %,d", done, total));
        }
    }

    /** Takes the line away. */
    @Override
    public void close() {
        if (shown) {
            console.sayInPlace("");
        }
    }
}
