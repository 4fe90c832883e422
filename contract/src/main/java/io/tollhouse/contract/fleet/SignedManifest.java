package io.tollhouse.contract.fleet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * A manifest as it stands on a topic: its JSON, whose last member is {@code ,"signature":"<base64>"}}. What is signed are
 * the bytes before that member, with the words {@value #CONTEXT} and a zero byte in front, so that a signature made for
 * another purpose never fits.
 *
 * @param bytes of the whole record
 * @param hash SHA-256 of the signed bytes, without the words in front; what status and audit records call the revision's hash
 */
public record SignedManifest(byte[] bytes, Manifest manifest, String hash) {
    private static final String CONTEXT = "tollhouse manifest v1";
    private static final byte[] TAIL = ",\"signature\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final int SIGNATURE_CHARACTERS = 88; // 64 bytes in base64
    private static final int TAIL_BYTES = TAIL.length + SIGNATURE_CHARACTERS + 2;

    /** Signs a manifest whose {@code keyId} is the key's. */
    public static SignedManifest sign(Manifest manifest, SigningKey key) {
        if (!manifest.keyId().equals(key.keyId())) {
            throw new IllegalArgumentException("the manifest names another key than the one that signs");
        }
        var json = Json.write(manifest);
        var body = Arrays.copyOf(json, json.length - 1); // without the closing brace
        var out = new ByteArrayOutputStream(body.length + TAIL_BYTES);
        out.writeBytes(body);
        out.writeBytes(TAIL);
        out.writeBytes(Base64.getEncoder().encode(key.sign(message(body))));
        out.writeBytes("\"}".getBytes(StandardCharsets.US_ASCII));
        return new SignedManifest(out.toByteArray(), manifest, Digest.sha256(body));
    }

    /**
     * Reads and believes a record.
     *
     * @throws NotBelieved when it is too large, not signed by a trusted key, meant for another fleet, or inconsistent
     */
    public static SignedManifest verify(byte[] bytes, TrustedKeys trusted, String fleet) throws NotBelieved {
        if (bytes.length > Manifest.MAX_BYTES) {
            throw new NotBelieved("it is larger than " + Manifest.MAX_BYTES + " bytes");
        }
        int end = bytes.length - TAIL_BYTES;
        if (end < 1 || !Arrays.equals(bytes, end, end + TAIL.length, TAIL, 0, TAIL.length)) {
            throw new NotBelieved("it is not signed");
        }
        var body = Arrays.copyOf(bytes, end);
        var manifest = parse(bytes);
        var signature = signature(bytes, end + TAIL.length);
        if (!trusted.keys().containsKey(String.valueOf(manifest.keyId()))) {
            throw new NotBelieved("it is signed by the key " + shown(manifest.keyId()) + ", which is not trusted here");
        }
        if (!trusted.verifies(manifest.keyId(), message(body), signature)) {
            throw new NotBelieved("its signature does not fit");
        }
        if (!fleet.equals(manifest.fleet())) {
            throw new NotBelieved("it was made for another fleet (" + shown(manifest.fleet()) + ")");
        }
        manifest.check();
        return new SignedManifest(bytes, manifest, Digest.sha256(body));
    }

    private static Manifest parse(byte[] bytes) throws NotBelieved {
        try {
            return Json.read(bytes, Manifest.class);
        } catch (IOException | NullPointerException e) { // records refuse missing parts with the latter
            throw new NotBelieved("it is not a manifest");
        }
    }

    private static byte[] signature(byte[] bytes, int from) throws NotBelieved {
        try {
            return Base64.getDecoder().decode(Arrays.copyOfRange(bytes, from, from + SIGNATURE_CHARACTERS));
        } catch (IllegalArgumentException e) {
            throw new NotBelieved("its signature is not base64");
        }
    }

    private static byte[] message(byte[] body) {
        var out = new ByteArrayOutputStream(body.length + CONTEXT.length() + 1);
        out.writeBytes(CONTEXT.getBytes(StandardCharsets.US_ASCII));
        out.write(0);
        out.writeBytes(body);
        return out.toByteArray();
    }

    private static String shown(String text) {
        return text == null
                ? "none"
                : text.replaceAll("[^0-9A-Za-z._-]", "?").substring(0, Math.min(64, text.length()));
    }
}
