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
import io.tollhouse.proxy.admin.Pages.Page;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers with a page; what no page knows with 400, 404 or 405. */
@Sharable
final class PageHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(PageHandler.class);

    private final Pages pages;
    private final LockdownPage lockdown;

    PageHandler(Pages pages, LockdownPage lockdown) {
        this.pages = pages;
        this.lockdown = lockdown;
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
            return response(Page.text(HttpResponseStatus.BAD_REQUEST, "not an HTTP request"));
        }
        var path = request.uri().split("\\?", 2)[0];
        if (path.equals(LockdownPage.PATH)) {
            return lockdown(request);
        }
        var page = pages.at(path);
        if (page.isEmpty()) {
            return response(
                    Page.text(HttpResponseStatus.NOT_FOUND, "there are /livez, /readyz, /metrics and /lockdown"));
        }
        if (!request.method().equals(HttpMethod.GET)) {
            return allowing("GET", Page.text(HttpResponseStatus.METHOD_NOT_ALLOWED, "only GET"));
        }
        return response(page.get());
    }

    private FullHttpResponse lockdown(FullHttpRequest request) {
        var page = lockdown.answer(request.method(), request.headers().get(HttpHeaderNames.AUTHORIZATION));
        var answer = allowing("GET, POST, DELETE", page);
        if (page.status().equals(HttpResponseStatus.UNAUTHORIZED)) {
            answer.headers().set(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer");
        }
        return answer;
    }

    private static FullHttpResponse allowing(String methods, Page page) {
        var answer = response(page);
        if (page.status().equals(HttpResponseStatus.METHOD_NOT_ALLOWED)) {
            answer.headers().set(HttpHeaderNames.ALLOW, methods);
        }
        return answer;
    }

    private static FullHttpResponse response(Page page) {
        var bytes = page.body().getBytes(StandardCharsets.UTF_8);
        var response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, page.status(), io.netty.buffer.Unpooled.wrappedBuffer(bytes));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, page.type())
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
