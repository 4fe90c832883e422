package io.tollhouse.consumer.document;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Optional;

/** The names of indices, each a function of a time alone, so that the same record always goes to the same index. */
public final class IndexNames {
    /** What the names of all indices with records begin with. */
    public static final String AUDIT = "tollhouse-audit-";

    /** What the names of all indices with envelopes begin with. */
    public static final String ENVELOPE = "tollhouse-envelope-";

    private static final String SKEWED = AUDIT + "skewed";
    private static final Instant FIRST = Instant.parse("2025-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2100-01-01T00:00:00Z");
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu.MM.dd")
            .withResolverStyle(ResolverStyle.STRICT)
            .withZone(ZoneOffset.UTC);

    private IndexNames() {}

    /**
     * By which an index is written to. A name that Elasticsearch does not know makes it guess an index; one that must be an
     * alias does not.
     */
    public static String alias(String index) {
        return index + "-write";
    }

    /** The UTC day of which an index is; empty where its name is none of ours, or has no day. */
    public static Optional<LocalDate> day(String index) {
        var prefix = index.startsWith(AUDIT) ? AUDIT : ENVELOPE;
        if (!index.startsWith(prefix)) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(index.substring(prefix.length()), DAY));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Where records of a day go. */
    public static String ofDay(LocalDate day) {
        return AUDIT + DAY.format(day);
    }

    /** By the UTC day of the record's own time; one index for all years that no clock should show. */
    static String ofRecord(Instant timestamp) {
        return timestamp.isBefore(FIRST) || !timestamp.isBefore(END) ? SKEWED : AUDIT + DAY.format(timestamp);
    }

    /** By the UTC day on which the broker appended it: the time inside cannot be trusted. */
    public static String ofEnvelope(Instant appended) {
        return ENVELOPE + DAY.format(appended);
    }
}
