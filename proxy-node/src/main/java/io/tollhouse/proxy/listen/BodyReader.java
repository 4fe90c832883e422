package io.tollhouse.proxy.listen;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/** Takes the body of one request piece by piece out of the bytes of a connection, and not a byte more. */
abstract class BodyReader {

    /** Of a head that was checked: at most one of length and chunks. */
    static BodyReader of(RequestHead head) {
        if (head.isChunked()) {
            return new ChunkReader();
        }
        return new Counted(Long.parseLong(head.headers().get(HttpHeaderNames.CONTENT_LENGTH, "0")));
    }

    /**
     * The next piece; null where there are too few bytes for one. The last one is a {@link LastHttpContent}, and nothing may
     * be read after it.
     */
    abstract @Nullable HttpContent read(ByteBuf bytes) throws MalformedRequest;

    /** A body of a known length; 0 = none. */
    private static final class Counted extends BodyReader {
        private long left;

        Counted(long length) {
            left = length;
        }

        @Override
        @Nullable
        HttpContent read(ByteBuf bytes) {
            if (left == 0) {
                return LastHttpContent.EMPTY_LAST_CONTENT;
            }
            if (!bytes.isReadable()) {
                return null;
            }
            var piece = bytes.readRetainedSlice((int) Math.min(left, bytes.readableBytes()));
            left -= piece.readableBytes();
            return left == 0 ? new DefaultLastHttpContent(piece) : new DefaultHttpContent(piece);
        }
    }
}
