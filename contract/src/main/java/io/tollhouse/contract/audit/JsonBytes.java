package io.tollhouse.contract.audit;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * JSON in one array that is used for record after record. Half of a surrogate pair, which has no UTF-8, becomes a question
 * mark. Not thread-safe.
 */
final class JsonBytes {
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CODED_DIGITS = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LEAST = String.valueOf(Long.MIN_VALUE).getBytes(StandardCharsets.US_ASCII);
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long EACH = 0x0101010101010101L;
    private static final long HIGHEST = 0x8080808080808080L;
    private static final long QUOTES = '"' * EACH;
    private static final long BACKSLASHES = '\\' * EACH;

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
        var utf8 = text.getBytes(StandardCharsets.UTF_8); // the JDK's own is faster than any loop over characters
        int plain = plain(utf8);
        room(plain + WIDEST * (utf8.length - plain) + 2);
        bytes[length++] = '"';
        System.arraycopy(utf8, 0, bytes, length, plain);
        length += plain;
        for (int i = plain; i < utf8.length; i++) {
            escaped(utf8[i]);
        }
        bytes[length++] = '"';
        return this;
    }

    /** How many bytes stand for themselves before the first eight among which one does not; all of them where there is none. */
    private static int plain(byte[] utf8) {
        int at = 0;
        for (; at + Long.BYTES <= utf8.length; at += Long.BYTES) {
            long eight = (long) EIGHT.get(utf8, at);
            if (((below(eight, 0x20) | below(eight ^ QUOTES, 1) | below(eight ^ BACKSLASHES, 1)) & HIGHEST) != 0) {
                return at;
            }
        }
        return at;
    }

    /** Sets the highest bit of a byte below a limit of at most 0x80, and perhaps of bytes above one that is. */
    private static long below(long eight, long limit) {
        return (eight - EACH * limit) & ~eight;
    }

    private void escaped(byte octet) {
        byte escape = octet < 0 ? 0 : ESCAPES[octet];
        if (escape == 0) {
            bytes[length++] = octet;
            return;
        }
        bytes[length++] = '\\';
        bytes[length++] = escape;
        if (escape == 'u') {
            bytes[length++] = '0';
            bytes[length++] = '0';
            bytes[length++] = CODED_DIGITS[octet >> 4];
            bytes[length++] = CODED_DIGITS[octet & 0xf];
        }
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
