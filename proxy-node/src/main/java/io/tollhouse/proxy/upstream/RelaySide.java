package io.tollhouse.proxy.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** One of the two channels of a {@link Relay}: hands what it reads to the other one, and takes what the other one read. */
final class RelaySide extends ChannelInboundHandlerAdapter {
    private final Relay relay;
    private final DuplexChannel channel;
    private @Nullable RelaySide other;

    private long taken;
    private boolean inputEnded;
    private boolean outputEnded;

    RelaySide(Relay relay, DuplexChannel channel) {
        this.relay = relay;
        this.channel = channel;
    }

    DuplexChannel channel() {
        return channel;
    }

    /** Bytes written to its socket. */
    long taken() {
        return taken;
    }

    /** Whether it has said all it had to say, and was told all that the other one said. */
    boolean isThrough() {
        return inputEnded && outputEnded;
    }

    void install(RelaySide otherSide) {
        other = otherSide;
        channel.config().setAutoRead(false).setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        channel.pipeline().addLast(this);
    }

    /** What was written before goes out. An end that came before there was a relay is told again, to all before it too. */
    void begin() {
        channel.flush();
        if (channel.isInputShutdown()) {
            channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        } else {
            readMore();
        }
    }

    /** Reads once; what comes is bounded by the receive buffer, and never asked for while the other side is full. */
    private void readMore() {
        if (!inputEnded && !relay.isEnded() && other().channel.isWritable()) {
            channel.read();
        }
    }

    void write(ByteBuf bytes) {
        int length = bytes.readableBytes();
        channel.write(bytes).addListener(written -> {
            if (written.isSuccess()) {
                taken += length;
                relay.moved();
            }
        });
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        if (msg instanceof ByteBuf bytes && !relay.isEnded()) {
            relay.moved();
            other().write(bytes);
        } else {
            ReferenceCountUtil.release(msg);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        other().channel.flush();
        readMore();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (channel.isWritable()) {
            other().readMore();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            inputEnded();
        }
    }

    private void inputEnded() {
        inputEnded = true;
        other().endOutput();
    }

    /** Behind an empty write, since shutting down fails what is still in the queue. */
    private void endOutput() {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER)
                .addListener(flushed -> Ends.shutdownOutput(channel).addListener(this::outputEnded));
    }

    private void outputEnded(Future<?> shutdown) {
        outputEnded = true;
        if (shutdown.isSuccess()) {
            relay.directionEnded();
        } else {
            relay.end(Relay.End.RESET);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        relay.end(Relay.End.RESET);
    }

    void close(Relay.End how) {
        if (how == Relay.End.CLOSED) {
            channel.close();
        } else {
            Ends.reset(channel);
        }
    }

    private RelaySide other() {
        if (other == null) {
            throw new IllegalStateException("not installed");
        }
        return other;
    }
}
