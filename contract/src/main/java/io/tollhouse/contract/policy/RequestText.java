package io.tollhouse.contract.policy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A request as people write it: {@code GET https://host/path}, {@code CONNECT host:port}, which may say behind that what is spoken in
 * the tunnel, and {@code DNS name}, which may say behind that the type of the question.
 *
 * @param method as written
 * @param target of the request, not looked at: a test may be about a malformed one
 * @param protocol what is spoken in a tunnel; null = it has yet to be seen
 * @param type of a question; null of what is none
 */
public record RequestText(
        String method,
        String target,
        @Nullable Protocol protocol,
        @Nullable DnsType type) {
    private static final String CONNECT = "CONNECT";
    private static final String DNS = "DNS";

    /** What is no request; the message goes on after the text. */
    public static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * Reads one.
     *
     * @throws Malformed where it is not even a method and a target
     */
    public static RequestText parse(String text) throws Malformed {
        int space = text.indexOf(' ');
        if (space <= 0 || space == text.length() - 1) {
            throw new Malformed("is no request; write GET https://host/path, CONNECT host:port, or DNS name");
        }
        var method = text.substring(0, space);
        var target = text.substring(space + 1);
        var words = text.split(" ", -1);
        boolean plain = Arrays.stream(words).noneMatch(String::isEmpty);
        if (method.equals(CONNECT) && plain) {
            return new RequestText(CONNECT, words[1], protocol(words), null);
        }
        if (method.equals(DNS)) {
            return plain
                    ? new RequestText(DNS, words[1], Protocol.DNS, type(words))
                    : new RequestText(DNS, target, Protocol.DNS, DnsType.A);
        }
        return new RequestText(method, target, null, null);
    }

    private static Optional<String> third(String[] words, String what) throws Malformed {
        if (words.length > 3) {
            throw new Malformed("has more behind " + what);
        }
        return words.length == 3 ? Optional.of(words[2]) : Optional.empty();
    }

    private static @Nullable Protocol protocol(String[] words) throws Malformed {
        var word = third(words, "what is spoken");
        if (word.isEmpty()) {
            return null;
        }
        for (var protocol : Protocol.values()) {
            if (protocol != Protocol.DNS && protocol.label().equals(word.get().toLowerCase(Locale.ROOT))) {
                return protocol;
            }
        }
        throw new Malformed("says '" + word.get() + "' is spoken in the tunnel, and knows http, tls and tcp");
    }

    private static DnsType type(String[] words) throws Malformed {
        var word = third(words, "the type of the question").orElse("A").toUpperCase(Locale.ROOT);
        return Arrays.stream(DnsType.values())
                .filter(type -> type.name().equals(word))
                .findFirst()
                .orElseThrow(() -> new Malformed("has the type '" + word + "', and known are "
                        + Arrays.stream(DnsType.values()).map(DnsType::name).collect(Collectors.joining(", "))));
    }

    /** Whether a tunnel is asked for. */
    public boolean isConnect() {
        return method.equals(CONNECT);
    }
}
