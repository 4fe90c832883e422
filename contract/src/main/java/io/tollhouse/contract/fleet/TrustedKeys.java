package io.tollhouse.contract.fleet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The public keys whose signatures a process believes.
 *
 * @param keys by key id
 */
public record TrustedKeys(Map<String, PublicKey> keys) {
    public TrustedKeys {
        keys = Map.copyOf(keys);
    }

    /**
     * Reads every {@code <keyId>.pem} of a folder. An empty folder is valid: then nothing is believed.
     *
     * @throws IOException when the folder cannot be read, or a file in it is not the Ed25519 key that its name says
     */
    public static TrustedKeys load(Path folder) throws IOException {
        var keys = new TreeMap<String, PublicKey>();
        try (var files = Files.newDirectoryStream(folder, "*.pem")) {
            for (var file : files) {
                var key = read(file);
                var keyId = SigningKey.keyId(key);
                if (!file.getFileName().toString().equals(keyId + ".pem")) {
                    throw new IOException(file + ": holds the key " + keyId + "; rename it to " + keyId + ".pem");
                }
                keys.put(keyId, key);
            }
        }
        return new TrustedKeys(keys);
    }

    private static PublicKey read(Path file) throws IOException {
        try {
            var der = Pem.decode(Files.readString(file, StandardCharsets.US_ASCII), "PUBLIC KEY");
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(der));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(file + ": is not an Ed25519 public key in PEM");
        }
    }

    /** Whether the named key is trusted and made this signature. */
    boolean verifies(@Nullable String keyId, byte[] message, byte[] signature) {
        var key = keyId == null ? null : keys.get(keyId);
        return key != null && verifies(key, message, signature);
    }

    static boolean verifies(PublicKey key, byte[] message, byte[] signature) {
        try {
            var verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false; // a signature that is not even of the right form
        }
    }
}
