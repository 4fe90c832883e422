package io.tollhouse.proxy.listen;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Watches what follows a first hello: where the server answers with a HelloRetryRequest (RFC 8446 section 4.1.4), the client
 * says hello again, and must ask for the same host.
 */
@SuppressWarnings("unused") // the insides come next
final class SecondHello {
    private SecondHello() {}

    /**
     * Puts a handler at the end of each pipeline; called before the relay is started on the same channels. No byte of the
     * client goes on before it is decided; then the handlers remove themselves.
     *
     * @param serverName of the first hello
     * @param rest what the client sent behind its first hello already; released here
     * @param refused called at most once, with what is wrong; the bytes held back are gone then, and whoever is called ends
     *     the relay
     */
    static void watch(
            Channel client, Channel destination, @Nullable String serverName, ByteBuf rest, Consumer<String> refused) {
        rest.release();
    }
}
