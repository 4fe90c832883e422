package io.tollhouse.contract.decision;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The path of a request as conditions see it: split on {@code /}, each segment percent-decoded once. What one server would read
 * so and another one otherwise has no segments.
 *
 * @param segments what stood behind each slash
 * @param problem what makes it ambiguous, without repeating any of it; null for nothing
 */
record RequestPath(List<String> segments, @Nullable String problem) {

    /** Reads the path of a request, as it came and without the query. */
    static RequestPath of(String path) {
        if (!path.startsWith("/")) {
            return ambiguous("does not begin with a slash");
        }
        if (path.chars().anyMatch(c -> c > 0x7e)) {
            return ambiguous("has a character that is not ASCII");
        }
        var segments = new ArrayList<String>();
        int from = 1;
        while (from <= path.length()) {
            int slash = path.indexOf('/', from);
            int to = slash < 0 ? path.length() : slash;
            if (slash == from) {
                return ambiguous("has two slashes in a row");
            }
            var written = path.substring(from, to);
            var segment = written.indexOf('%') < 0 ? written : decoded(written);
            var problem = segment == null ? "has a percent sign that is no UTF-8" : problem(segment);
            if (segment == null || problem != null) {
                return ambiguous(String.valueOf(problem));
            }
            segments.add(segment);
            from = to + 1;
        }
        return new RequestPath(segments, null);
    }

    private static RequestPath ambiguous(String problem) {
        return new RequestPath(List.of(), problem);
    }

    /** Null where a percent sign is not followed by two hexadecimal digits, or the bytes are not UTF-8. */
    private static @Nullable String decoded(String written) {
        var bytes = new ByteArrayOutputStream(written.length());
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            int value = c == '%' ? hex(written, i) : c;
            if (value < 0 || value > 0xff) {
                return null;
            }
            bytes.write(value);
            i += c == '%' ? 2 : 0;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static int hex(String written, int at) {
        if (at + 2 >= written.length() || written.charAt(at + 1) > 'f' || written.charAt(at + 2) > 'f') {
            return -1;
        }
        int high = Character.digit(written.charAt(at + 1), 16);
        int low = Character.digit(written.charAt(at + 2), 16);
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }

    private static @Nullable String problem(String segment) {
        if (segment.equals(".") || segment.equals("..")) {
            return "has a dot segment";
        }
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            if (c < ' ' || c == 0x7f) {
                return "has a control character";
            }
            if (c == '/' || c == '\\' || c == '%') {
                return "has an encoded slash or percent sign, or a backslash";
            }
            if (c == ';') {
                return "has a semicolon";
            }
        }
        return null;
    }
}
