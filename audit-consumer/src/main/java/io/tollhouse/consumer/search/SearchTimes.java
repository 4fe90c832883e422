package io.tollhouse.consumer.search;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/** Reads {@code since} and {@code until}: a time, a day, or an age. */
public final class SearchTimes {
    private static final Pattern AGE = Pattern.compile("([0-9]{1,9})([smhd])");
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private SearchTimes() {}

    /**
     * The time that is meant, to the millisecond.
     *
     * @param parameter its name, for the error
     * @param now from which an age counts
     */
    public static Instant parse(String parameter, String text, Instant now) throws BadSearch {
        try {
            var time = time(text, now).truncatedTo(ChronoUnit.MILLIS);
            if (!time.isBefore(EARLIEST) && !time.isAfter(LATEST)) {
                return time;
            }
        } catch (DateTimeException | ArithmeticException e) {
            // told below, as a time that is too far away is
        }
        throw new BadSearch(parameter + " must be a time as 2026-01-31T10:00:00Z or 2026-01-31, or an age as 90s, 10m,"
                + " 24h or 7d");
    }

    private static Instant time(String text, Instant now) {
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
