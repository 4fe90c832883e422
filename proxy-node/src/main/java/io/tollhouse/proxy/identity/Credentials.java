package io.tollhouse.proxy.identity;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks proxy credentials: of the scheme Basic (RFC 7617), and users and passwords of SOCKS5 (RFC 1929). */
public final class Credentials {
    /** The longest value of the field, in characters. */
    static final int MAX_LENGTH = 1024;

    private static final String SCHEME = "basic ";
    private static final SecretHash NOBODYS = SecretHash.of("");

    private final AgentDirectory agents;

    /** @param agents asked anew for each client */
    public Credentials(AgentDirectory agents) {
        this.agents = agents;
    }

    /**
     * Who it is.
     *
     * @param proxyAuthorization all values of the field; more than one is wrong, since readers differ on which counts
     */
    public Identity of(List<String> proxyAuthorization) {
        if (proxyAuthorization.isEmpty()) {
            return new Identity.Missing();
        }
        var pair = proxyAuthorization.size() == 1 ? decode(proxyAuthorization.get(0)) : null;
        int colon = pair == null ? -1 : indexOf(pair, ':');
        var name = pair == null || colon < 0 ? null : utf8(pair, colon);
        if (pair == null || name == null) {
            return new Identity.Wrong(null);
        }
        return check(name, Arrays.copyOfRange(pair, colon + 1, pair.length));
    }

    /** Who it is, by a name and a secret that came each by itself. */
    public Identity of(byte[] user, byte[] secret) {
        var name = utf8(user, user.length);
        return name == null ? new Identity.Wrong(null) : check(name, secret);
    }

    /**
     * A name that nobody has takes as long as a wrong secret, so that names cannot be found out by the clock, and is not
     * kept: it may be a secret in the wrong place.
     */
    private Identity check(String name, byte[] secret) {
        var verifier = agents.verifierOf(name);
        boolean right = (verifier == null ? NOBODYS : verifier).isOf(secret);
        return right && verifier != null
                ? new Identity.Verified(name)
                : new Identity.Wrong(verifier == null ? null : name);
    }

    private static byte @Nullable [] decode(String value) {
        if (value.length() > MAX_LENGTH || !value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return null;
        }
        try {
            return Base64.getDecoder().decode(value.substring(SCHEME.length()).strip());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static int indexOf(byte[] bytes, char wanted) {
        int at = 0;
        while (at < bytes.length && bytes[at] != wanted) {
            at++;
        }
        return at == bytes.length ? -1 : at;
    }

    private static @Nullable String utf8(byte[] bytes, int length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
