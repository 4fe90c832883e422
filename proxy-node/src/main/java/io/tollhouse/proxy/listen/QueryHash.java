package io.tollhouse.proxy.listen;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA-256 of query strings under a key that only this run of the node has: equal queries can be seen to be equal, and
 * none can be guessed from its hash. Used by one event loop; all of a node's share the key.
 */
final class QueryHash {
    private static final String ALGORITHM = "HmacSHA256";

    private final Mac mac;

    /** @param key of 32 bytes */
    QueryHash(byte[] key) {
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    static byte[] newKey() {
        var key = new byte[32];
        new SecureRandom().nextBytes(key);
        return key;
    }

    /** 64 hexadecimal digits. */
    String of(String query) {
        return HexFormat.of().formatHex(mac.doFinal(query.getBytes(StandardCharsets.US_ASCII)));
    }
}
