package io.tollhouse.proxy.admin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The secret of whoever may change something on {@code listen.admin}. It is never printed. */
public final class AdminToken {
    private static final String SCHEME = "bearer ";
    private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{20,512}");

    private final byte[] token;

    private AdminToken(byte[] token) {
        this.token = token;
    }

    /**
     * Reads it; white space around it does not count.
     *
     * @throws IOException where the file cannot be read or holds no token; the message never holds its content
     */
    public static AdminToken read(Path file) throws IOException {
        var text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
        if (!FORM.matcher(text).matches()) {
            throw new IOException("must hold one token of 20 to 512 visible ASCII characters and nothing else");
        }
        return new AdminToken(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Whether an {@code Authorization} field bears it; in the same time for every wrong one of a length. */
    boolean isBorneBy(@Nullable String authorization) {
        if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return false;
        }
        var given = authorization.substring(SCHEME.length()).strip();
        return MessageDigest.isEqual(token, given.getBytes(StandardCharsets.ISO_8859_1));
    }
}
