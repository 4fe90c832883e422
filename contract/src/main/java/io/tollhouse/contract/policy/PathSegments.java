package io.tollhouse.contract.policy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the segments of a glob. What would be refused in a request as ambiguous cannot be written here either: it could never
 * match.
 */
final class PathSegments {

    private static final String ANY = "**";

    private PathSegments() {}

    static List<String> read(String text) throws PathGlob.Malformed {
        if (!text.startsWith("/")) {
            throw new PathGlob.Malformed("does not begin with a slash");
        }
        if (text.indexOf('?') >= 0 || text.indexOf('#') >= 0) {
            throw new PathGlob.Malformed(
                    "has a query or fragment, and conditions see the path only; in a path they are percent-encoded");
        }
        var segments = new ArrayList<String>();
        var written = text.substring(1).split("/", -1);
        for (int i = 0; i < written.length; i++) {
            if (written[i].isEmpty() && i < written.length - 1) {
                throw new PathGlob.Malformed("has two slashes in a row");
            }
            boolean repeats = written[i].equals(ANY)
                    && !segments.isEmpty()
                    && segments.get(segments.size() - 1).equals(ANY);
            if (!repeats) {
                segments.add(segment(written[i]));
            }
        }
        return segments;
    }

    private static String segment(String written) throws PathGlob.Malformed {
        if (written.contains(ANY) && !written.equals(ANY)) {
            throw new PathGlob.Malformed("has ** beside other characters: it stands for whole segments, * within one");
        }
        var segment = decode(written);
        if (segment.equals(".") || segment.equals("..")) {
            throw new PathGlob.Malformed("has a segment . or .., which no request may have");
        }
        if (segment.chars().anyMatch(c -> c < ' ' || c == 0x7f || c == '/' || c == '\\' || c == '%' || c == ';')) {
            throw new PathGlob.Malformed(
                    "has a control character, \\, ; or a percent-encoded slash, percent or backslash, which no request may have where paths are judged");
        }
        return segment;
    }

    private static String decode(String written) throws PathGlob.Malformed {
        if (written.indexOf('%') < 0) {
            return written;
        }
        var bytes = new ByteArrayOutputStream();
        var utf8 = written.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < utf8.length; i++) {
            if (utf8[i] == '%') {
                bytes.write(escaped(utf8, i));
                i += 2;
            } else {
                bytes.write(utf8[i]);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new PathGlob.Malformed("has percent-encoded bytes that are not UTF-8");
        }
    }

    private static int escaped(byte[] utf8, int at) throws PathGlob.Malformed {
        int high = at + 2 < utf8.length ? Character.digit(utf8[at + 1], 16) : -1;
        int low = at + 2 < utf8.length ? Character.digit(utf8[at + 2], 16) : -1;
        if (high < 0 || low < 0) {
            throw new PathGlob.Malformed("has a % without two hexadecimal digits");
        }
        int value = high * 16 + low;
        if (value == '*') {
            throw new PathGlob.Malformed(
                    "has a star percent-encoded: it cannot be written itself, * stands for it as for any character");
        }
        return value;
    }
}
