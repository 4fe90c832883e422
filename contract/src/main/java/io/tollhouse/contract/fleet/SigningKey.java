package io.tollhouse.contract.fleet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;

/** The distributor's Ed25519 key. Never prints itself. */
public final class SigningKey {
    private final PrivateKey privateKey;
    private final String keyId;

    private SigningKey(PrivateKey privateKey, String keyId) {
        this.privateKey = privateKey;
        this.keyId = keyId;
    }

    /**
     * Reads a PKCS#8 PEM file, and learns its id by finding the public key in the trusted folder that fits it.
     *
     * @throws IOException when the file cannot be read or is no Ed25519 key, or no trusted key fits it
     */
    public static SigningKey load(Path file, TrustedKeys trusted) throws IOException {
        try {
            var der = Pem.decode(Files.readString(file, StandardCharsets.US_ASCII), "PRIVATE KEY");
            var key = KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(der));
            if (!(key instanceof EdECPrivateKey)) {
                throw new IOException(file + ": is not an Ed25519 key");
            }
            var probe = "probe".getBytes(StandardCharsets.US_ASCII);
            var signature = sign(key, probe);
            for (var entry : trusted.keys().entrySet()) {
                if (TrustedKeys.verifies(entry.getValue(), probe, signature)) {
                    return new SigningKey(key, entry.getKey());
                }
            }
            throw new IOException(
                    file + ": its public key is not in policy.trusted-keys; no node would believe it. Put it there.");
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(file + ": is not a PKCS#8 PEM file of an Ed25519 key");
        }
    }

    /**
     * Makes a new key, writes the private half to a file of mode 600 and the public half to {@code <keyId>.pem} in the
     * trusted folder.
     */
    public static SigningKey generate(Path file, Path trustedFolder) throws IOException {
        KeyPair pair;
        try {
            pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java 17 has Ed25519", e);
        }
        var keyId = keyId(pair.getPublic());
        Files.createDirectories(trustedFolder);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, Pem.encode(pair.getPrivate().getEncoded(), "PRIVATE KEY"));
        Files.writeString(
                trustedFolder.resolve(keyId + ".pem"),
                Pem.encode(pair.getPublic().getEncoded(), "PUBLIC KEY"));
        return new SigningKey(pair.getPrivate(), keyId);
    }

    /** The first 16 hex digits of the SHA-256 of the public key's SPKI. */
    static String keyId(PublicKey key) {
        return Digest.sha256(key.getEncoded()).substring(0, 16);
    }

    public String keyId() {
        return keyId;
    }

    byte[] sign(byte[] message) {
        try {
            return sign(privateKey, message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("an Ed25519 key signs everything", e);
        }
    }

    private static byte[] sign(PrivateKey key, byte[] message) throws GeneralSecurityException {
        var signature = Signature.getInstance("Ed25519");
        signature.initSign(key);
        signature.update(message);
        return signature.sign();
    }

    @Override
    public String toString() {
        return "SigningKey[" + keyId + "]";
    }
}
