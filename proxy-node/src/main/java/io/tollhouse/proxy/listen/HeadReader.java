package io.tollhouse.proxy.listen;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Reads heads of requests out of the bytes of one connection. */
interface HeadReader {

    /**
     * The next head, taken from the bytes; null as long as it is not whole. The bytes that were there before must be there
     * again at the next call, followed by more.
     *
     * @throws MalformedRequest as soon as the bytes cannot become a head any more
     */
    @Nullable
    RequestHead read(ByteBuf bytes) throws MalformedRequest;
}
