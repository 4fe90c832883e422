package io.tollhouse.contract.address;

import java.util.Locale;

/**
 * The rules for names on the wire. Underscores and hyphens may stand anywhere in a label, since such names exist (STD 3
 * and hyphen checks off, as in the URL standard).
 */
final class HostName {

    private static final int NAME_LIMIT = 253;
    private static final int LABEL_LIMIT = 63;

    private HostName() {}

    /** The name in lower case without its one trailing dot; refuses what no name may hold. */
    static String canonical(String wire) throws MalformedHost {
        checkCharacters(wire);
        var name = wire.endsWith(".") ? wire.substring(0, wire.length() - 1) : wire;
        name = name.toLowerCase(Locale.ROOT);
        if (name.isEmpty()) {
            throw new MalformedHost("is empty");
        }
        if (name.length() > NAME_LIMIT) {
            throw new MalformedHost("is longer than 253 characters");
        }
        if (checkLabels(name)) {
            InternationalName.checkRoundTrip(name);
        }
        return name;
    }

    private static void checkCharacters(String wire) throws MalformedHost {
        for (int i = 0; i < wire.length(); i++) {
            char c = wire.charAt(i);
            if (!isNameCharacter(c)) {
                throw new MalformedHost(whyNot(c));
            }
        }
    }

    private static boolean isNameCharacter(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '_'
                || c == '.';
    }

    private static String whyNot(char c) {
        if (c > 0x7e) {
            return "holds characters that are not ASCII";
        }
        return switch (c) {
            case '%' -> "holds a percent sign";
            case '@' -> "holds user information";
            case '\\', '/' -> "holds a slash";
            case ':' -> "holds a colon (an IPv6 address stands in brackets)";
            case ',' -> "is a list";
            default -> c <= ' ' ? "holds a space or a control character" : "holds a character that no host name has";
        };
    }

    /** Whether one of them is an A-label. */
    private static boolean checkLabels(String name) throws MalformedHost {
        boolean aLabels = false;
        int start = 0;
        while (start <= name.length()) {
            int dot = name.indexOf('.', start);
            int end = dot < 0 ? name.length() : dot;
            if (end == start) {
                throw new MalformedHost("has an empty label");
            }
            if (end - start > LABEL_LIMIT) {
                throw new MalformedHost("has a label longer than 63 characters");
            }
            aLabels |= name.startsWith("xn--", start);
            start = end + 1;
        }
        return aLabels;
    }

    /** As in the URL standard: a last label that is a number makes the whole an IPv4 address in somebody's eyes. */
    static boolean looksLikeV4(String canonical) {
        var last = canonical.substring(canonical.lastIndexOf('.') + 1);
        return last.startsWith("0x") || last.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }
}
