package io.tollhouse.proxy.listen;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A body in chunks (RFC 9112 section 7.1). Extensions and trailers are read and dropped. */
final class ChunkReader extends BodyReader {
    private static final int MAX_LINE = 1024;
    private static final int MAX_TRAILERS = 8 << 10;
    private static final int MAX_DIGITS = 15;

    private enum Part {
        SIZE,
        DATA,
        END_OF_DATA,
        TRAILERS
    }

    private Part next = Part.SIZE;
    private long left;
    private int trailers;

    @Override
    @Nullable
    HttpContent read(ByteBuf bytes) throws MalformedRequest {
        while (true) {
            if (next == Part.DATA) {
                return data(bytes);
            }
            var line = line(bytes, next == Part.END_OF_DATA ? 0 : MAX_LINE);
            if (line == null) {
                return null;
            }
            if (next == Part.TRAILERS && line.isEmpty()) {
                return LastHttpContent.EMPTY_LAST_CONTENT;
            }
            take(line);
        }
    }

    private void take(String line) throws MalformedRequest {
        switch (next) {
            case SIZE -> {
                left = size(line);
                next = left == 0 ? Part.TRAILERS : Part.DATA;
            }
            case END_OF_DATA -> next = Part.SIZE;
            case TRAILERS -> {
                trailers += line.length();
                if (trailers > MAX_TRAILERS) {
                    throw new MalformedRequest("its trailers are longer than 8 KiB");
                }
            }
            case DATA -> throw new IllegalStateException("data is no line");
        }
    }

    private @Nullable HttpContent data(ByteBuf bytes) {
        if (!bytes.isReadable()) {
            return null;
        }
        var piece = bytes.readRetainedSlice((int) Math.min(left, bytes.readableBytes()));
        left -= piece.readableBytes();
        next = left == 0 ? Part.END_OF_DATA : Part.DATA;
        return new DefaultHttpContent(piece);
    }

    private static long size(String line) throws MalformedRequest {
        int digits = 0;
        while (digits < line.length() && Character.digit(line.charAt(digits), 16) >= 0) {
            digits++;
        }
        boolean extended = digits < line.length() && line.charAt(digits) == ';';
        if (digits == 0 || digits > MAX_DIGITS || (digits < line.length() && !extended)) {
            throw new MalformedRequest("a chunk of its body has no size in its form");
        }
        return Long.parseLong(line, 0, digits, 16);
    }

    /** A line without its CR LF; null where it is not whole. */
    private static @Nullable String line(ByteBuf bytes, int max) throws MalformedRequest {
        int length = bytes.bytesBefore((byte) '\n');
        int known = length < 0 ? bytes.readableBytes() : length - 1;
        if (known - (length < 0 ? 1 : 0) > max) {
            throw new MalformedRequest("a line between the chunks of its body is too long");
        }
        if (length < 0) {
            return null;
        }
        if (length == 0 || bytes.getByte(bytes.readerIndex() + length - 1) != '\r') {
            throw new MalformedRequest("a line between the chunks of its body ends without a carriage return");
        }
        var text =
                bytes.readCharSequence(length - 1, StandardCharsets.ISO_8859_1).toString();
        bytes.skipBytes(2);
        if (!text.chars().allMatch(c -> (c >= ' ' && c != 0x7f) || c == '\t')) {
            throw new MalformedRequest("a line between the chunks of its body holds a control character");
        }
        return text;
    }
}
