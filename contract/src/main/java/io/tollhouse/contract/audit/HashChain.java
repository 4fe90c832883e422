package io.tollhouse.contract.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Puts at the end of each record of a stream a hash over it and the hash before, so that none can be changed, taken out, put in or moved
 * without all that follow. Not thread-safe.
 */
final class HashChain {
    private static final byte[] BEGINNING =
            (",\"" + AuditField.EVENT_HASH.path() + "\":\"").getBytes(StandardCharsets.US_ASCII);
    private static final int DIGITS = 64;

    private final MessageDigest sha256;
    private byte[] last = new byte[32];

    HashChain() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /**
     * The next record of the stream: the object with {@code "event.hash"} as its last field, which has the SHA-256 of the hash before (32
     * bytes, zeros at first), the id in UTF-8, a zero byte, and the object's bytes before the field, in 64 hexadecimal digits.
     *
     * @param object JSON that is not empty, without space behind it
     */
    byte[] next(EventId id, byte[] object) {
        int body = object.length - 1; // the brace moves behind the hash
        sha256.update(last);
        sha256.update(id.toString().getBytes(StandardCharsets.UTF_8));
        sha256.update((byte) 0);
        sha256.update(object, 0, body);
        last = sha256.digest();
        return close(object, HexFormat.of().formatHex(last));
    }

    /** Puts a hash at the object's end. */
    static byte[] close(byte[] object, String hash) {
        int body = object.length - 1;
        var digits = hash.getBytes(StandardCharsets.US_ASCII);
        var record = Arrays.copyOf(object, body + BEGINNING.length + digits.length + 2);
        System.arraycopy(BEGINNING, 0, record, body, BEGINNING.length);
        System.arraycopy(digits, 0, record, body + BEGINNING.length, digits.length);
        record[record.length - 2] = '"';
        record[record.length - 1] = '}';
        return record;
    }

    /** The hash at a record's end; empty where it has none. */
    static String of(byte[] record) {
        int at = record.length - 2 - DIGITS;
        if (at < BEGINNING.length
                || !Arrays.equals(record, at - BEGINNING.length, at, BEGINNING, 0, BEGINNING.length)) {
            return "";
        }
        return new String(record, at, DIGITS, StandardCharsets.US_ASCII);
    }
}
