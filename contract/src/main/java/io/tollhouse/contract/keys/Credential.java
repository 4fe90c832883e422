package io.tollhouse.contract.keys;

import io.tollhouse.contract.fleet.Digest;
import io.tollhouse.contract.settings.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * A secret by which somebody proves who it is.
 *
 * @param secret ASCII
 */
public record Credential(Secret secret) {
    private static final int BYTES = 32;

    /** Of 256 random bits, in hexadecimal. */
    public static Credential random() {
        return new Credential(new Secret(hex(BYTES)));
    }

    /** So many random bytes, in hexadecimal. */
    static String hex(int bytes) {
        var random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /** What others keep of it: {@code sha256:} and the hash in hexadecimal. */
    public String verifier() {
        return "sha256:" + Digest.sha256(secret.reveal().getBytes(StandardCharsets.US_ASCII));
    }
}
