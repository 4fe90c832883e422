package io.tollhouse.contract.audit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times as records have them, in UTC to the millisecond. What is the same for all of a second is kept. Not thread-safe. */
final class RecordTime {
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

    private long second = Long.MIN_VALUE;
    private byte[] begins = new byte[0];

    void write(JsonBytes json, Instant time) {
        if (time.getEpochSecond() != second) {
            begins = SECOND.format(time).getBytes(StandardCharsets.US_ASCII);
            second = time.getEpochSecond();
        }
        int millis = time.getNano() / 1_000_000;
        json.raw('"').raw(begins).raw('.');
        json.raw(digit(millis / 100))
                .raw(digit(millis / 10))
                .raw(digit(millis))
                .raw('Z')
                .raw('"');
    }

    private static char digit(int number) {
        return (char) ('0' + number % 10);
    }
}
