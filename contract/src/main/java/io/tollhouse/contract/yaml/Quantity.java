package io.tollhouse.contract.yaml;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Times and sizes as they are written everywhere: a whole number with its unit. */
public final class Quantity {
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,12})(B|KiB|MiB|GiB)?");
    private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB");

    private Quantity() {}

    /** {@code 500ms}, {@code 2s}, {@code 5m}, {@code 1h}, {@code 7d}; empty for anything else. */
    public static Optional<Duration> duration(String text) {
        var match = DURATION.matcher(text);
        if (!match.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(match.group(1));
        return Optional.of(
                switch (match.group(2)) {
                    case "ms" -> Duration.ofMillis(number);
                    case "s" -> Duration.ofSeconds(number);
                    case "m" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    default -> Duration.ofDays(number);
                });
    }

    /** A number of bytes, {@code 1048576}, {@code 64KiB}, {@code 1GiB}; empty for anything else. */
    public static OptionalLong bytes(String text) {
        var match = SIZE.matcher(text);
        if (!match.matches()) {
            return OptionalLong.empty();
        }
        int shift = match.group(2) == null ? 0 : 10 * UNITS.indexOf(match.group(2));
        return OptionalLong.of(Long.parseLong(match.group(1)) << shift);
    }

    /** The duration in the largest of seconds and days that holds it whole, or in milliseconds. */
    public static String text(Duration duration) {
        if (duration.toMillis() % 1000 != 0) {
            return duration.toMillis() + "ms";
        }
        return duration.toSeconds() % 86400 == 0 && !duration.isZero()
                ? duration.toDays() + "d"
                : duration.toSeconds() + "s";
    }

    /** The number of bytes in the largest unit that holds it whole. */
    public static String text(long bytes) {
        int unit = 0;
        long number = bytes;
        while (number != 0 && number % 1024 == 0 && unit < UNITS.size() - 1) {
            number /= 1024;
            unit++;
        }
        return unit == 0 ? Long.toString(bytes) : number + UNITS.get(unit);
    }
}
