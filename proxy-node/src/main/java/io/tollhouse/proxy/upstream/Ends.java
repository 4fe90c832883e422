package io.tollhouse.proxy.upstream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;

/** How connections end, whether TLS is spoken on them or not. */
public final class Ends {
    private Ends() {}

    /** Says that nothing more comes, and still hears. In TLS that is said too, since an end without it may be somebody else's. */
    public static ChannelFuture shutdownOutput(DuplexChannel channel) {
        var tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            return channel.shutdownOutput();
        }
        var done = channel.newPromise();
        tls.closeOutbound().addListener(said -> channel.shutdownOutput(done));
        return done;
    }

    /** Ends it with a reset, so that nobody takes a part for the whole; in TLS too, where a clean end would be said first. */
    public static void reset(Channel channel) {
        if (channel.isOpen()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        }
        var tls = channel.pipeline().get(SslHandler.class);
        if (tls != null) {
            channel.pipeline().remove(tls);
        }
        channel.close();
    }
}
