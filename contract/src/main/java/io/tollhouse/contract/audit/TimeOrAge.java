package io.tollhouse.contract.audit;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.regex.Pattern;

/** A time as people give it: {@code 2026-01-31T10:00:00Z}, {@code 2026-01-31}, or an age as {@code 90s}, {@code 10m}, {@code 24h}, {@code 7d}. */
public final class TimeOrAge {
    private static final Pattern AGE = Pattern.compile("([0-9]{1,9})([smhd])");

    private TimeOrAge() {}

    /**
     * The time that is meant.
     *
     * @param now from which an age counts
     * @throws DateTimeException where the text is neither, or the time lies too far away
     */
    public static Instant parse(String text, Instant now) {
        var age = AGE.matcher(text);
        if (age.matches()) {
            return now.minus(age(Long.parseLong(age.group(1)), age.group(2)));
        }
        return text.indexOf('T') < 0
                ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
                : Instant.parse(text);
    }

    private static Duration age(long number, String unit) {
        return switch (unit) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }
}
