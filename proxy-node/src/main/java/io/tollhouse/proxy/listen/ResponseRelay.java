package io.tollhouse.proxy.listen;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Hands the response of a destination to a client. Trailers are dropped. */
final class ResponseRelay {
    private static final int MAX_INTERIM = 16;

    private final Channel client;
    private final RequestHead head;
    private final BooleanSupplier takesAnother;
    private int interim;
    private boolean inInterim;
    private int status;
    private boolean keepAlive;
    private boolean whole;
    private boolean switched;
    private boolean leavesOpen;

    /** @param takesAnother whether the connection can carry another request behind this one */
    ResponseRelay(Channel client, RequestHead head, BooleanSupplier takesAnother) {
        this.client = client;
        this.head = head;
        this.takesAnother = takesAnother;
    }

    /** Takes and releases a part; says what is wrong with it, as a sentence, or null. */
    @Nullable
    String take(HttpObject part) {
        if (part.decoderResult().isFailure()) {
            ReferenceCountUtil.release(part);
            return "the destination's response is not HTTP";
        }
        var problem = part instanceof HttpResponse response ? head(response) : null;
        if (problem == null && part instanceof HttpContent content) {
            content(content);
        } else {
            ReferenceCountUtil.release(part);
        }
        return problem;
    }

    private @Nullable String head(HttpResponse response) {
        int code = response.status().code();
        if (code < 100) {
            return "the destination's response has a status that is none";
        }
        if (code == 101) {
            return switching(response);
        }
        if (code == 407) {
            return "the destination asks for proxy credentials, which are for this proxy alone";
        }
        if (code < 200) {
            return interim(response);
        }
        if (!Tokens.list(response.headers(), HttpHeaderNames.TRANSFER_ENCODING).stream()
                .allMatch("chunked"::equals)) {
            return "the destination's response has a transfer-encoding that is not chunked";
        }
        status = code;
        keepAlive = head.keepsAlive() && takesAnother.getAsBoolean();
        boolean bodyless = head.isHead() || code == 204 || code == 304;
        leavesOpen = HttpUtil.isKeepAlive(response) && (bodyless || isFramed(response.headers()));
        client.write(ForwardedHeaders.response(response, bodyless, head.minor(), keepAlive));
        return null;
    }

    /** Whether nobody can differ on where it ends. */
    private static boolean isFramed(HttpHeaders fields) {
        int lengths = fields.getAll(HttpHeaderNames.CONTENT_LENGTH).size();
        int codings = fields.getAll(HttpHeaderNames.TRANSFER_ENCODING).size();
        return lengths + codings == 1;
    }

    private @Nullable String switching(HttpResponse response) {
        var problem = WebSocketOpening.problem(head, response);
        if (problem == null) {
            status = response.status().code();
            switched = true;
            client.write(ForwardedHeaders.switching(response));
        }
        return problem;
    }

    /** As "100 Continue" and "103 Early Hints". HTTP/1.0 knows none. */
    private @Nullable String interim(HttpResponse response) {
        inInterim = true;
        if (++interim > MAX_INTERIM) {
            return "the destination sent more than " + MAX_INTERIM + " interim responses";
        }
        if (head.minor() == 1) {
            var fields = ForwardedHeaders.response(response, true, 1, true).headers();
            client.write(new DefaultHttpResponse(HttpVersion.HTTP_1_1, response.status(), fields));
        }
        return null;
    }

    private void content(HttpContent content) {
        boolean last = content instanceof LastHttpContent;
        if (inInterim) {
            content.release();
            if (last) {
                inInterim = false;
                endInterim();
            }
            return;
        }
        if (content.content().isReadable()) {
            client.write(new DefaultHttpContent(content.content()));
        } else {
            content.release();
        }
        whole |= last;
    }

    private void endInterim() {
        if (head.minor() == 1) {
            client.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
        }
    }

    /** Ends the message, once the response is whole. */
    void end(ChannelFutureListener then) {
        client.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT).addListener(then);
    }

    /** Whether the client has got the head of the final response. */
    boolean hasBegun() {
        return status != 0;
    }

    boolean isWhole() {
        return whole;
    }

    /** Whether the destination takes another request on the connection behind it. */
    boolean leavesDestinationOpen() {
        return leavesOpen && whole;
    }

    /** Whether what comes behind it is another protocol. */
    boolean hasSwitched() {
        return switched;
    }

    /** Of the final response; 0 as long as there is none. */
    int status() {
        return status;
    }

    /** Whether the client was told that the connection goes on. */
    boolean keepsAlive() {
        return keepAlive;
    }
}
