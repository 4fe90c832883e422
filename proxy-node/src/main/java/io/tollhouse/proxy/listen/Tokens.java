package io.tollhouse.proxy.listen;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The small grammar of HTTP fields (RFC 9110 section 5.6). */
final class Tokens {
    private static final String MARKS = "!#$%&'*+-.^_`|~";

    private Tokens() {}

    static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(Tokens::isTokenCharacter);
    }

    static boolean isTokenCharacter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || MARKS.indexOf(c) >= 0;
    }

    /** Without the blanks (space, tab) around it. */
    static String strip(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    /** The members of a field that is a list, over all of its lines, in lower case; empty ones left out. */
    static List<String> list(HttpHeaders headers, CharSequence name) {
        var members = new ArrayList<String>();
        for (var line : headers.getAll(name)) {
            for (var member : line.split(",", -1)) {
                var text = strip(member);
                if (!text.isEmpty()) {
                    members.add(text.toLowerCase(Locale.ROOT));
                }
            }
        }
        return members;
    }
}
