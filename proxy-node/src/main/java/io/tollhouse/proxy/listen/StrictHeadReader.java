package io.tollhouse.proxy.listen;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads the one form of an HTTP/1 head that all readers understand alike (RFC 9112), and mends nothing. */
final class StrictHeadReader implements HeadReader {
    private static final int MAX_FIELDS = 200;
    private static final int MAX_METHOD = 32;
    private static final String VERSION = "HTTP/1.";
    private static final DefaultHttpHeadersFactory HEADERS =
            DefaultHttpHeadersFactory.headersFactory().withValidation(false);

    private HeadScan scan = new HeadScan();

    @Override
    public @Nullable RequestHead read(ByteBuf bytes) throws MalformedRequest {
        int start = bytes.readerIndex() + scan.length();
        bytes.forEachByte(start, bytes.writerIndex() - start, scan);
        if (!scan.problem().isEmpty()) {
            throw new MalformedRequest(scan.problem());
        }
        if (!scan.isOver()) {
            return null;
        }
        var text = bytes.readCharSequence(scan.length(), StandardCharsets.ISO_8859_1)
                .toString();
        scan = new HeadScan();
        return parse(text);
    }

    private static RequestHead parse(String text) throws MalformedRequest {
        int start = text.startsWith("\r\n") ? 2 : 0;
        int end = text.indexOf("\r\n", start);
        var words = text.substring(start, end).split(" ", -1);
        if (words.length != 3) {
            throw new MalformedRequest("its first line is not method, target and version with one space between them");
        }
        return new RequestHead(method(words[0]), target(words[1]), minor(words[2]), fields(text, end + 2));
    }

    private static String method(String word) throws MalformedRequest {
        if (word.length() > MAX_METHOD || !Tokens.isToken(word)) {
            throw new MalformedRequest("its method is no token of at most " + MAX_METHOD + " characters");
        }
        return word;
    }

    private static String target(String word) throws MalformedRequest {
        if (word.isEmpty() || !word.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new MalformedRequest("its target is empty or holds characters that no URL has");
        }
        return word;
    }

    private static int minor(String word) throws MalformedRequest {
        if (word.length() != VERSION.length() + 1 || !word.startsWith(VERSION)) {
            throw new MalformedRequest("its version is neither HTTP/1.0 nor HTTP/1.1");
        }
        return switch (word.charAt(VERSION.length())) {
            case '0' -> 0;
            case '1' -> 1;
            default -> throw new MalformedRequest("its version is neither HTTP/1.0 nor HTTP/1.1");
        };
    }

    private static HttpHeaders fields(String text, int from) throws MalformedRequest {
        var fields = HEADERS.newHeaders();
        int count = 0;
        int start = from;
        for (int end = text.indexOf("\r\n", start); end > start; end = text.indexOf("\r\n", start)) {
            if (++count > MAX_FIELDS) {
                throw new MalformedRequest("its head has more than " + MAX_FIELDS + " fields");
            }
            field(text.substring(start, end), fields);
            start = end + 2;
        }
        return fields;
    }

    private static void field(String line, HttpHeaders fields) throws MalformedRequest {
        int colon = line.indexOf(':');
        if (colon < 0 || !Tokens.isToken(line.substring(0, colon))) {
            throw new MalformedRequest("a line of its head is no field");
        }
        fields.add(line.substring(0, colon), Tokens.strip(line.substring(colon + 1)));
    }
}
