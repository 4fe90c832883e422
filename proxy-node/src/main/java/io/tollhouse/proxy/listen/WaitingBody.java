package io.tollhouse.proxy.listen;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpContent;
import java.util.ArrayDeque;
import java.util.Queue;

/** What has come of a request's body while the request is not admitted yet. */
final class WaitingBody {
    private static final int MAX = 64 << 10;

    /** What a piece takes besides its bytes, so that many small ones do not take more than a few large ones. */
    private static final int PIECE = 256;

    private final Queue<HttpContent> pieces = new ArrayDeque<>();
    private int size;

    void add(HttpContent piece) {
        pieces.add(piece);
        size += PIECE + piece.content().readableBytes();
    }

    /** Whether no more should come. */
    boolean isFull() {
        return size > MAX;
    }

    boolean isEmpty() {
        return pieces.isEmpty();
    }

    /** Writes all of it, without a flush. */
    void writeTo(Channel destination) {
        for (var piece = pieces.poll(); piece != null; piece = pieces.poll()) {
            destination.write(piece);
        }
    }

    void release() {
        pieces.forEach(HttpContent::release);
        pieces.clear();
    }
}
