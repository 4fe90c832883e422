package io.tollhouse.consumer.search;

import io.tollhouse.contract.audit.TimeOrAge;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Reads {@code since} and {@code until}: a time, a day, or an age. */
public final class SearchTimes {
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
            var time = TimeOrAge.parse(text, now).truncatedTo(ChronoUnit.MILLIS);
            if (!time.isBefore(EARLIEST) && !time.isAfter(LATEST)) {
                return time;
            }
        } catch (DateTimeException | ArithmeticException e) {
            // told below, as a time that is too far away is
        }
        throw new BadSearch(parameter + " must be a time as 2026-01-31T10:00:00Z or 2026-01-31, or an age as 90s, 10m,"
                + " 24h or 7d");
    }
}
