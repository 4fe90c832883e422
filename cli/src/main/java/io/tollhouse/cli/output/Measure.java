package io.tollhouse.cli.output;

import java.util.Locale;

/** Sizes and times as people read them: one unit, and a digit behind the point where it says something. */
public final class Measure {
    private static final String[] SIZES = {"B", "KiB", "MiB", "GiB", "TiB"};
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private Measure() {}

    /** {@code 0 B}, {@code 1.5 MiB}. */
    public static String bytes(long bytes) {
        double size = bytes;
        int unit = 0;
        while (size >= 1_024 && unit < SIZES.length - 1) {
            size /= 1_024;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", size, SIZES[unit]);
    }

    /** {@code 1.2 s}, {@code 45 s}, {@code 12 min}, {@code 3 h}, {@code 2 d}. */
    public static String time(long millis) {
        if (millis < 10 * SECOND) {
            return String.format(Locale.ROOT, "%.1f s", millis / (double) SECOND);
        }
        if (millis < 2 * MINUTE) {
            return millis / SECOND + " s";
        }
        if (millis < 2 * HOUR) {
            return millis / MINUTE + " min";
        }
        return millis < 2 * DAY ? millis / HOUR + " h" : millis / DAY + " d";
    }
}
