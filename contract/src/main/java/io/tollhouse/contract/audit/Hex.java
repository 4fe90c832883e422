package io.tollhouse.contract.audit;

/** Numbers in lower-case hexadecimal of a fixed width. */
final class Hex {
    private static final char[] DIGITS = "0123456789abcdef".toCharArray();

    private Hex() {}

    static String of(long number, int digits) {
        var text = new char[digits];
        long rest = number;
        for (int i = digits - 1; i >= 0; i--) {
            text[i] = DIGITS[(int) (rest & 0xf)];
            rest >>>= 4;
        }
        return new String(text);
    }
}
