package io.tollhouse.contract.audit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * JSON in one array that is used for record after record. Half of a surrogate pair, which has no UTF-8, becomes U+FFFD. Not thread-safe.
 */
final class JsonBytes {
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CODED_DIGITS = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LEAST = String.valueOf(Long.MIN_VALUE).getBytes(StandardCharsets.US_ASCII);
    private static final byte[] REPLACEMENT = "\uFFFD".getBytes(StandardCharsets.UTF_8);

    /** What follows the backslash; {@code u} for four digits, zero for a character that stands for itself. */
    private static final byte[] ESCAPES = escapes();

    /** What a character takes at most: {@code \}{@code u001F}. */
    private static final int WIDEST = 6;

    private static final int LONGEST_NUMBER = 20;

    private byte[] bytes = new byte[2048];
    private int length;

    private static byte[] escapes() {
        var escapes = new byte[0x80];
        Arrays.fill(escapes, 0, 0x20, (byte) 'u');
        var known = "\bb\tt\nn\ff\rr\"\"\\\\";
        for (int i = 0; i < known.length(); i += 2) {
            escapes[known.charAt(i)] = (byte) known.charAt(i + 1);
        }
        return escapes;
    }

    void clear() {
        length = 0;
    }

    int length() {
        return length;
    }

    /** What was written; good until the next write. */
    byte[] array() {
        return bytes;
    }

    /** A copy of what was written. */
    byte[] toArray() {
        return Arrays.copyOf(bytes, length);
    }

    /** Bytes as they are. */
    JsonBytes raw(byte[] known) {
        room(known.length);
        System.arraycopy(known, 0, bytes, length, known.length);
        length += known.length;
        return this;
    }

    JsonBytes raw(char ascii) {
        room(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    /** The lowest digits of a number in hexadecimal, in lower case, without quotes. */
    JsonBytes hex(long number, int digits) {
        room(digits);
        long rest = number;
        for (int at = length + digits - 1; at >= length; at--) {
            bytes[at] = DIGITS[(int) (rest & 0xf)];
            rest >>>= 4;
        }
        length += digits;
        return this;
    }

    /** Bytes in hexadecimal, in lower case, without quotes. */
    JsonBytes hex(byte[] octets) {
        room(2 * octets.length);
        for (var octet : octets) {
            bytes[length++] = DIGITS[(octet >> 4) & 0xf];
            bytes[length++] = DIGITS[octet & 0xf];
        }
        return this;
    }

    JsonBytes number(long number) {
        if (number == Long.MIN_VALUE) {
            return raw(LEAST);
        }
        room(LONGEST_NUMBER);
        if (number < 0) {
            bytes[length++] = '-';
        }
        long rest = Math.abs(number);
        int digits = 1;
        for (long more = rest / 10; more > 0; more /= 10) {
            digits++;
        }
        for (int at = length + digits - 1; at >= length; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        return this;
    }

    /** A string, with its quotes. */
    JsonBytes text(String text) {
        room(WIDEST * text.length() + 2);
        bytes[length++] = '"';
        int plain = plain(text);
        for (int i = plain; i < text.length(); i++) {
            i += special(text, i);
        }
        bytes[length++] = '"';
        return this;
    }

    /** Writes the characters up to the first that does not stand for itself in one byte. */
    private int plain(String text) {
        var into = bytes;
        int at = length;
        int i = 0;
        for (int characters = text.length(); i < characters; i++) {
            char character = text.charAt(i);
            if (character >= 0x80 || ESCAPES[character] != 0) {
                break;
            }
            into[at++] = (byte) character;
        }
        length = at;
        return i;
    }

    /** Writes one character; says how many more it was made of. */
    private int special(String text, int index) {
        char character = text.charAt(index);
        if (character < 0x80) {
            ascii(character);
        } else if (character < 0x800) {
            bytes[length++] = (byte) (0xc0 | (character >> 6));
            continuation(character);
        } else if (!Character.isSurrogate(character)) {
            bytes[length++] = (byte) (0xe0 | (character >> 12));
            continuation(character >> 6);
            continuation(character);
        } else {
            return supplementary(text.codePointAt(index));
        }
        return 0;
    }

    private void ascii(char character) {
        byte escape = ESCAPES[character];
        if (escape == 0) {
            bytes[length++] = (byte) character;
            return;
        }
        bytes[length++] = '\\';
        bytes[length++] = escape;
        if (escape == 'u') {
            bytes[length++] = '0';
            bytes[length++] = '0';
            bytes[length++] = CODED_DIGITS[character >> 4];
            bytes[length++] = CODED_DIGITS[character & 0xf];
        }
    }

    private int supplementary(int point) {
        if (point < Character.MIN_SUPPLEMENTARY_CODE_POINT) {
            raw(REPLACEMENT);
            return 0;
        }
        bytes[length++] = (byte) (0xf0 | (point >> 18));
        continuation(point >> 12);
        continuation(point >> 6);
        continuation(point);
        return 1;
    }

    private void continuation(int bits) {
        bytes[length++] = (byte) (0x80 | (bits & 0x3f));
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
