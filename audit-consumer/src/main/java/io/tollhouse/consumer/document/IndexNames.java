package io.tollhouse.consumer.document;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The names of indices, each a function of a time alone, so that the same record always goes to the same index. */
public final class IndexNames {
    /** What the names of all indices with records begin with. */
    public static final String AUDIT = "tollhouse-audit-";

    /** What the names of all indices with envelopes begin with. */
    public static final String ENVELOPE = "tollhouse-envelope-";

    private static final String SKEWED = AUDIT + "skewed";
    private static final int FIRST_YEAR = 2025;
    private static final int LAST_YEAR = 2099;
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuu.MM.dd").withZone(ZoneOffset.UTC);

    private IndexNames() {}

    /** By the UTC day of the record's own time; one index for all years that no clock should show. */
    static String ofRecord(Instant timestamp) {
        int year = timestamp.atOffset(ZoneOffset.UTC).getYear();
        return year < FIRST_YEAR || year > LAST_YEAR ? SKEWED : AUDIT + DAY.format(timestamp);
    }

    /** By the UTC day on which the broker appended it: the time inside cannot be trusted. */
    static String ofEnvelope(Instant appended) {
        return ENVELOPE + DAY.format(appended);
    }
}
