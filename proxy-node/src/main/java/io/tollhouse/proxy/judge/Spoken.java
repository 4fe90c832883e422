package io.tollhouse.proxy.judge;

import org.jspecify.annotations.Nullable;

/**
 * What was seen of what is spoken in a tunnel or a request.
 *
 * @param protocol {@code http}, {@code tls} or {@code tcp}; null where it was not seen
 * @param serverName that TLS asked for, in canonical form; null where none was
 * @param encryptedHello whether there was an encrypted client hello (or what pretends to be one, which cannot be told from it), so that TLS
 *     may ask for another host than it shows
 */
public record Spoken(@Nullable String protocol, @Nullable String serverName, boolean encryptedHello) {
    /** Nothing was seen. */
    public static final Spoken NOTHING = new Spoken(null, null, false);

    public static final Spoken HTTP = of("http");
    public static final Spoken TCP = of("tcp");

    private static Spoken of(String protocol) {
        return new Spoken(protocol, null, false);
    }

    /**
     * TLS.
     *
     * @param serverName null where none was asked for, or none that could be read
     */
    public static Spoken tls(@Nullable String serverName, boolean encryptedHello) {
        return new Spoken("tls", serverName, encryptedHello);
    }
}
