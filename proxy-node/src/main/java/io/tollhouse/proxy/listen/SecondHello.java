package io.tollhouse.proxy.listen;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Holds back what a client sends behind its first hello until it is known whether the server takes that one. Where it asks
 * for another (HelloRetryRequest, RFC 8446 section 4.1.4), the second must ask for the same host: else a server of many
 * hosts could be reached under the name of one.
 */
final class SecondHello extends ChannelDuplexHandler {
    /** Early data and a hello; a server that is slower than this stops the reading. */
    private static final int MAX_HELD = 2 * HandshakeBytes.MAX_BYTES;

    private enum State {
        WAITS_FOR_SERVER,
        WAITS_FOR_HELLO,
        REFUSED,
        OVER
    }

    private final @Nullable String serverName;
    private final ByteBuf held;
    private final Consumer<String> refused;

    private State state = State.WAITS_FOR_SERVER;
    private boolean inputEnded;

    private SecondHello(@Nullable String serverName, ByteBuf held, Consumer<String> refused) {
        this.serverName = serverName;
        this.held = held;
        this.refused = refused;
    }

    /**
     * Puts a handler at the end of each pipeline; called before the relay is started on the same channels. No byte of the
     * client goes on before it is decided; then the handlers remove themselves.
     *
     * @param serverName of the first hello
     * @param rest what the client sent behind its first hello already; released here
     * @param refused called at most once, with what is wrong with the second hello, as the end of a sentence; nothing of the
     *     client passes any more then, and whoever is called ends the relay
     */
    static void watch(
            Channel client, Channel destination, @Nullable String serverName, ByteBuf rest, Consumer<String> refused) {
        try {
            if (client.isOpen() && destination.isOpen()) {
                var held = client.alloc().buffer().writeBytes(rest);
                var second = new SecondHello(serverName, held, refused);
                client.pipeline().addLast(second);
                destination
                        .pipeline()
                        .addLast(new RetryWatch(second, client.pipeline().context(second)));
            }
        } finally {
            rest.release();
        }
    }

    /** The server has taken the first hello, or speaks something else. */
    void notAsked(ChannelHandlerContext ctx) {
        if (state == State.WAITS_FOR_SERVER) {
            letGo(ctx);
        }
    }

    /** The server wants another hello. */
    void asked(ChannelHandlerContext ctx) {
        if (state == State.WAITS_FOR_SERVER) {
            state = State.WAITS_FOR_HELLO;
            decide(ctx);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        try {
            if (state != State.REFUSED && msg instanceof ByteBuf bytes) {
                held.writeBytes(bytes);
            }
        } finally {
            ReferenceCountUtil.release(msg);
        }
        if (state == State.WAITS_FOR_HELLO) {
            decide(ctx);
        }
    }

    private void decide(ChannelHandlerContext ctx) {
        var hello = ClientHello.read(held, HandshakeBytes.behindOtherRecords(held));
        switch (hello.kind()) {
            case COMPLETE -> compare(ctx, hello.serverName());
            case NEED_MORE -> wait(ctx);
            case MALFORMED -> refuse(hello.problem());
            case NOT_TLS -> refuse("is none");
        }
    }

    private void compare(ChannelHandlerContext ctx, @Nullable String second) {
        boolean same = serverName == null ? second == null : serverName.equalsIgnoreCase(second);
        if (same) {
            letGo(ctx);
        } else {
            refuse("asks for another host than the first");
        }
    }

    private void wait(ChannelHandlerContext ctx) {
        if (inputEnded) {
            held.clear(); // no hello comes any more, and nothing before it is of use to the server
            letGo(ctx);
        } else if (held.readableBytes() >= MAX_HELD) {
            refuse("does not come");
        }
    }

    private void refuse(String problem) {
        state = State.REFUSED;
        held.clear();
        refused.accept(problem);
    }

    private void letGo(ChannelHandlerContext ctx) {
        state = State.OVER;
        if (held.isReadable()) {
            ctx.fireChannelRead(held.retain());
        }
        ctx.fireChannelReadComplete();
        if (inputEnded) {
            ctx.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        }
        ctx.pipeline().remove(this);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event != ChannelInputShutdownEvent.INSTANCE) {
            ctx.fireUserEventTriggered(event);
            return;
        }
        inputEnded = true;
        if (state == State.WAITS_FOR_HELLO) {
            decide(ctx);
        }
    }

    @Override
    public void read(ChannelHandlerContext ctx) {
        if (state == State.OVER || held.readableBytes() < MAX_HELD) {
            ctx.read();
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        state = State.OVER;
        held.release();
    }
}
