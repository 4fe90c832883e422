package io.tollhouse.contract.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Puts at the end of each record of a stream a hash over it and the hash before, so that none can be changed, taken out, put in or moved
 * without all that follow. Not thread-safe.
 */
final class HashChain {
    private static final byte[] BEGINNING =
            (",\"" + AuditField.EVENT_HASH.path() + "\":\"").getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\"}".getBytes(StandardCharsets.US_ASCII);
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
     * Ends the next record of the stream with {@code "event.hash"}, which has the SHA-256 of the hash before (32 bytes, zeros at first), the
     * id in UTF-8, a zero byte, and the object's bytes before the field, in 64 hexadecimal digits.
     *
     * @param object JSON without its closing brace
     * @param idFrom, idLength where the id stands in it
     */
    void close(JsonBytes object, int idFrom, int idLength) {
        sha256.update(last);
        sha256.update(object.array(), idFrom, idLength);
        sha256.update((byte) 0);
        sha256.update(object.array(), 0, object.length());
        last = sha256.digest();
        object.raw(BEGINNING).hex(last).raw(END);
    }

    /** Ends an object, which has no closing brace yet, with a hash of another. */
    static void close(JsonBytes object, String hash) {
        object.raw(BEGINNING).raw(hash.getBytes(StandardCharsets.US_ASCII)).raw(END);
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
