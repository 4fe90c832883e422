package io.tollhouse.contract.address;

import java.util.Locale;

/**
 * The target of an absolute-form request (RFC 9112 section 3.2.2), split where every reader splits it the same way.
 *
 * @param secure whether the scheme is https rather than http
 * @param destination the host and its port (80 or 443 where none is written)
 * @param originForm path and query, character for character as they came; begins with a slash. The query may hold
 *     secrets: it belongs in no log and no record
 */
public record AbsoluteUrl(boolean secure, Destination destination, String originForm) {

    /**
     * Reads {@code http://host[:port][/path][?query]} or the same with https. Refuses user information, fragments,
     * backslashes, spaces, control characters, an empty authority and every other scheme.
     */
    public static AbsoluteUrl parse(String target) throws MalformedHost {
        checkCharacters(target);
        boolean secure = secure(target);
        int start = secure ? "https://".length() : "http://".length();
        int end = endOfAuthority(target, start);
        var destination = Authority.parse(target.substring(start, end), secure ? 443 : 80);
        var rest = target.substring(end);
        return new AbsoluteUrl(secure, destination, rest.startsWith("/") ? rest : "/" + rest);
    }

    private static void checkCharacters(String target) throws MalformedHost {
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c <= ' ' || c == 0x7f) {
                throw new MalformedHost("holds a space or a control character");
            }
            if (c == '\\' || c == '#') {
                throw new MalformedHost(c == '#' ? "holds a fragment" : "holds a backslash");
            }
        }
    }

    private static boolean secure(String target) throws MalformedHost {
        var start = target.substring(0, Math.min(target.length(), 8)).toLowerCase(Locale.ROOT);
        if (start.equals("https://")) {
            return true;
        }
        if (start.startsWith("http://")) {
            return false;
        }
        throw new MalformedHost("is no http:// or https:// URL");
    }

    private static int endOfAuthority(String target, int start) {
        int end = start;
        while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
            end++;
        }
        return end;
    }

    /** The path as it came, never decoded, without the query. */
    public String path() {
        int question = originForm.indexOf('?');
        return question < 0 ? originForm : originForm.substring(0, question);
    }

    /** What follows the first question mark; empty where there is none. It may hold secrets. */
    public String query() {
        int question = originForm.indexOf('?');
        return question < 0 ? "" : originForm.substring(question + 1);
    }

    /** Without the query. */
    @Override
    public String toString() {
        return (secure ? "https://" : "http://") + destination + path();
    }
}
