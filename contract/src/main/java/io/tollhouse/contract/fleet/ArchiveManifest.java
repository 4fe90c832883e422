package io.tollhouse.contract.fleet;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;

/**
 * What an archive of one closed day holds.
 *
 * @param v the version of this format, 1
 * @param kind {@code archive}
 * @param key {@code archive}: an archive stands on no topic
 * @param fleet the id of the fleet whose day it is
 * @param revision always 1
 * @param base always 0
 * @param created ISO-8601, the clock of whoever made it
 * @param keyId of the key that signed it
 * @param day in UTC, as {@code 2026-01-31}: records with a time from its beginning on and before its end
 * @param records audit records of that day
 * @param others what stands among them and is no record: envelopes
 * @param findings how much of the day was not as nodes wrote it when the archive was made
 * @param parts the files, {@link #RECORDS} and {@link #BESIDE}
 */
public record ArchiveManifest(
        int v,
        String kind,
        String key,
        String fleet,
        long revision,
        long base,
        String created,
        String keyId,
        String day,
        long records,
        long others,
        long findings,
        List<Part> parts)
        implements Envelope {
    /** The version of the format. */
    public static final int VERSION = 1;

    /** The documents of the day, as they were stored, in the order of their times, one a line. */
    public static final String RECORDS = "records.ndjson";

    /** Documents, of other days too, by which records of the day were checked. */
    public static final String BESIDE = "beside.ndjson";

    private static final String KIND = "archive";

    /**
     * A file.
     *
     * @param bytes how large it is
     * @param sha256 of its bytes, in lower-case hexadecimal
     */
    public record Part(String name, long lines, long bytes, String sha256) {}

    public ArchiveManifest {
        parts = List.copyOf(parts);
    }

    /** The manifest of an archive that is made now. */
    public static ArchiveManifest of(
            String fleet,
            String created,
            String keyId,
            LocalDate day,
            long records,
            long others,
            long findings,
            List<Part> parts) {
        return new ArchiveManifest(
                VERSION, KIND, KIND, fleet, 1, 0, created, keyId, day.toString(), records, others, findings, parts);
    }

    @Override
    public void check() throws NotBelieved {
        Envelope.check(this, VERSION, KIND, KIND);
        Envelope.require(
                parts.stream().map(Part::name).toList().equals(List.of(RECORDS, BESIDE)),
                "it does not name the files " + RECORDS + " and " + BESIDE);
        try {
            LocalDate.parse(day);
        } catch (DateTimeParseException e) {
            throw new NotBelieved("its day is not one");
        }
    }

    /** What it says of one of its files. */
    public Part part(String name) {
        return parts.stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
