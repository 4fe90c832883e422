package io.tollhouse.proxy.listen;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.function.Consumer;

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

    private final ClientHello.Result first;
    private final ByteBuf held;
    private final Consumer<String> refused;

    private State state = State.WAITS_FOR_SERVER;
    private boolean inputEnded;

    private SecondHello(ClientHello.Result first, ByteBuf held, Consumer<String> refused) {
        this.first = first;
        this.held = held;
        this.refused = refused;
    }

    /**
     * Puts a handler at the end of each pipeline; called before the relay is started on the same channels. No byte of the
     * client goes on before it is decided; then the handlers remove themselves.
     *
     * @param first the hello that was judged
     * @param rest what the client sent behind its first hello already; released here
     * @param refused called at most once, with what is wrong with the second hello, as the end of a sentence; nothing of the
     *     client passes any more then, and whoever is called ends the relay
     */
    static void watch(
            Channel client, Channel destination, ClientHello.Result first, ByteBuf rest, Consumer<String> refused) {
        try {
            if (client.isOpen() && destination.isOpen()) {
                var held = client.alloc().buffer().writeBytes(rest);
                var second = new SecondHello(first, held, refused);
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
            case COMPLETE -> compare(ctx, hello);
            case NEED_MORE -> wait(ctx);
            case MALFORMED -> refuse(hello.problem());
            case NOT_TLS -> refuse("is none");
        }
    }

    private void compare(ChannelHandlerContext ctx, ClientHello.Result second) {
        var name = first.serverName();
        boolean same = name == null ? second.serverName() == null : name.equalsIgnoreCase(second.serverName());
        if (!same) {
            refuse("asks for another host than the first");
        } else if (second.ech() && !first.ech()) {
            refuse("is encrypted, which the first was not");
        } else {
            letGo(ctx);
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
