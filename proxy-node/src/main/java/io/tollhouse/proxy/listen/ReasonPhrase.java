package io.tollhouse.proxy.listen;

import io.tollhouse.proxy.judge.Refusal;

/** The reason phrase of a refusal: the only part of a refused CONNECT that most clients show. */
final class ReasonPhrase {
    private static final int MAX = 120;

    private ReasonPhrase() {}

    /** {@code Tollhouse <rule>: <reason>} in printable ASCII, at most 120 characters. */
    static String of(Refusal refusal) {
        var phrase = ascii("Tollhouse " + refusal.rule() + ": " + refusal.reason());
        return phrase.length() <= MAX ? phrase : phrase.substring(0, MAX - 3) + "...";
    }

    /** With a question mark for every character that is not printable ASCII. */
    static String ascii(String text) {
        var ascii = new StringBuilder(text.length());
        text.codePoints().forEach(c -> ascii.append(c >= ' ' && c < 0x7f ? (char) c : '?'));
        return ascii.toString();
    }
}
