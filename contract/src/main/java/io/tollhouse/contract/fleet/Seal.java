package io.tollhouse.contract.fleet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * How records of the policy topic are signed: JSON, whose last member is {@code ,"signature":"<base64>"}}. What is signed are the
 * bytes before that member, with the words of the record's kind and a zero byte in front, so that a signature made for one
 * kind never fits another.
 *
 * @param words in front of what is signed
 */
record Seal<T extends Envelope>(Class<T> type, String words) {
    private static final byte[] TAIL = ",\"signature\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final int SIGNATURE_CHARACTERS = 88; // 64 bytes in base64
    private static final int SHOWN_CHARACTERS = 64;
    private static final int TAIL_BYTES = TAIL.length + SIGNATURE_CHARACTERS + 2;

    /**
     * What was signed.
     *
     * @param bytes of the whole record
     * @param hash SHA-256 of the signed bytes, without the words in front
     */
    record Sealed<T>(byte[] bytes, T content, String hash) {}

    /** Signs what names the key that signs it. */
    Sealed<T> sign(T content, SigningKey key) {
        if (!content.keyId().equals(key.keyId())) {
            throw new IllegalArgumentException("the record names another key than the one that signs");
        }
        var json = Json.write(content);
        var body = Arrays.copyOf(json, json.length - 1); // without the closing brace
        return new Sealed<>(tailed(body, key, words), content, Digest.sha256(body));
    }

    /** The body with its signature behind it. */
    static byte[] tailed(byte[] body, SigningKey key, String words) {
        var out = new ByteArrayOutputStream(body.length + TAIL_BYTES);
        out.writeBytes(body);
        out.writeBytes(TAIL);
        out.writeBytes(Base64.getEncoder().encode(key.sign(message(body, words))));
        out.writeBytes("\"}".getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }

    /**
     * Reads and believes a record.
     *
     * @throws NotBelieved when it is too large, not signed by a trusted key, meant for another fleet, or inconsistent
     */
    Sealed<T> verify(byte[] bytes, TrustedKeys trusted, String fleet) throws NotBelieved {
        try {
            return believe(bytes, trusted, fleet);
        } catch (RuntimeException e) { // anybody may have written it: no record may stop the thread that reads it
            throw new NotBelieved("it cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    private Sealed<T> believe(byte[] bytes, TrustedKeys trusted, String fleet) throws NotBelieved {
        if (bytes.length > Manifest.MAX_BYTES) {
            throw new NotBelieved("it is larger than " + Manifest.MAX_BYTES + " bytes");
        }
        int end = bytes.length - TAIL_BYTES;
        if (end < 1 || !Arrays.equals(bytes, end, end + TAIL.length, TAIL, 0, TAIL.length)) {
            throw new NotBelieved("it is not signed");
        }
        var body = Arrays.copyOf(bytes, end);
        var content = parse(bytes);
        var signature = signature(bytes, end + TAIL.length);
        if (!trusted.keys().containsKey(String.valueOf(content.keyId()))) {
            throw new NotBelieved("it is signed by the key " + shown(content.keyId()) + ", which is not trusted here");
        }
        if (!trusted.verifies(content.keyId(), message(body, words), signature)) {
            throw new NotBelieved("its signature does not fit");
        }
        if (!fleet.equals(content.fleet())) {
            throw new NotBelieved("it was made for another fleet (" + shown(content.fleet()) + ")");
        }
        content.check();
        return new Sealed<>(bytes, content, Digest.sha256(body));
    }

    private T parse(byte[] bytes) throws NotBelieved {
        try {
            return Json.read(bytes, type);
        } catch (IOException | NullPointerException e) { // records refuse missing parts with the latter
            throw new NotBelieved("it is not what its key says");
        }
    }

    private static byte[] signature(byte[] bytes, int from) throws NotBelieved {
        try {
            return Base64.getDecoder().decode(Arrays.copyOfRange(bytes, from, from + SIGNATURE_CHARACTERS));
        } catch (IllegalArgumentException e) {
            throw new NotBelieved("its signature is not base64");
        }
    }

    private static byte[] message(byte[] body, String words) {
        var out = new ByteArrayOutputStream(body.length + words.length() + 1);
        out.writeBytes(words.getBytes(StandardCharsets.US_ASCII));
        out.write(0);
        out.writeBytes(body);
        return out.toByteArray();
    }

    /** Anybody may have written it, so that no more is shown than an id can be, and of that not too much. */
    private static String shown(String text) {
        if (text == null) {
            return "none";
        }
        var plain = text.replaceAll("[^0-9A-Za-z._-]", "?"); // shorter than the text where that has surrogate pairs
        return plain.substring(0, Math.min(SHOWN_CHARACTERS, plain.length()));
    }
}
