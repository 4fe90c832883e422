package io.tollhouse.proxy.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** SHA-256 of an agent's secret. Its text hides it. */
public final class SecretHash {
    private static final String PREFIX = "sha256:";

    private final byte[] hash;

    private SecretHash(byte[] hash) {
        this.hash = hash;
    }

    /** Reads {@code sha256:} and 64 hexadecimal digits; empty where the text has another form. */
    public static Optional<SecretHash> parse(String text) {
        if (!text.startsWith(PREFIX) || text.length() != PREFIX.length() + 64) {
            return Optional.empty();
        }
        try {
            return Optional.of(new SecretHash(HexFormat.of().parseHex(text.substring(PREFIX.length()))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Of a secret in clear. */
    public static SecretHash of(String secret) {
        return new SecretHash(sha256(secret.getBytes(StandardCharsets.UTF_8)));
    }

    /** Whether this is the hash of these bytes; takes as long for a wrong secret as for the right one. */
    public boolean isOf(byte[] secret) {
        return MessageDigest.isEqual(hash, sha256(secret));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "(hash of a secret)";
    }
}
