package io.tollhouse.contract.fleet;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** PEM's armour (RFC 7468), one block a file. */
final class Pem {
    private Pem() {}

    static String encode(byte[] der, String what) {
        var body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        return "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n";
    }

    /**
     * The bytes of a file's block.
     *
     * @throws IllegalArgumentException when there is no such block
     */
    static byte[] decode(String text, String what) {
        var begin = "-----BEGIN " + what + "-----";
        var end = "-----END " + what + "-----";
        int from = text.indexOf(begin);
        int to = text.indexOf(end);
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("no block " + what);
        }
        return Base64.getMimeDecoder().decode(text.substring(from + begin.length(), to));
    }
}
