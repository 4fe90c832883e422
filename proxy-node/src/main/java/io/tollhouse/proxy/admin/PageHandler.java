package io.tollhouse.proxy.admin;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.timeout.IdleStateEvent;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers GET with a page; everything else with 400, 404 or 405. */
@Sharable
final class PageHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(PageHandler.class);
    private static final String TEXT = "text/plain; charset=utf-8";

    private final Pages pages;

    PageHandler(Pages pages) {
        this.pages = pages;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        var answer = answer(request);
        boolean keepAlive = request.decoderResult().isSuccess() && HttpUtil.isKeepAlive(request);
        HttpUtil.setKeepAlive(answer, keepAlive);
        var written = ctx.writeAndFlush(answer);
        if (!keepAlive) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    private FullHttpResponse answer(FullHttpRequest request) {
        if (!request.decoderResult().isSuccess()) {
            return response(HttpResponseStatus.BAD_REQUEST, TEXT, "not an HTTP request\n");
        }
        var path = request.uri().split("\\?", 2)[0];
        var page = pages.at(path);
        if (page.isEmpty()) {
            return response(HttpResponseStatus.NOT_FOUND, TEXT, "there are /livez, /readyz and /metrics\n");
        }
        if (!request.method().equals(HttpMethod.GET)) {
            var refused = response(HttpResponseStatus.METHOD_NOT_ALLOWED, TEXT, "only GET\n");
            refused.headers().set(HttpHeaderNames.ALLOW, "GET");
            return refused;
        }
        return response(page.get().status(), page.get().type(), page.get().body());
    }

    private static FullHttpResponse response(HttpResponseStatus status, String type, String body) {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        var response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, status, io.netty.buffer.Unpooled.wrappedBuffer(bytes));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, type)
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
                .setInt(HttpHeaderNames.CONTENT_LENGTH, bytes.length);
        return response;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof IdleStateEvent) {
            ctx.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("a connection to listen.admin failed: {}", cause.toString());
        ctx.close();
    }
}
