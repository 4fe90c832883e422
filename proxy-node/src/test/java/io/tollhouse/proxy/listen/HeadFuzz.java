package io.tollhouse.proxy.listen;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;

/**
 * Whatever the head of a request is: what the strict reader accepts, another reader, Netty's, understands in the same way, with the same body behind it.
 *
 * <p>One fuzz test for each class, since Jazzer takes one for each JVM.
 */
class HeadFuzz {
    private static final int LINE = 16 << 10;
    private static final int HEAD = 64 << 10;

    private static long executions;

    @FuzzTest(maxDuration = "5s")
    void isUnderstoodAlike(byte[] head) {
        executions++;
        var ours = strictly(head);
        if (ours == null) {
            return;
        }
        var channel = new EmbeddedChannel(new HttpRequestDecoder(2 * LINE, 2 * HEAD, HEAD));
        channel.writeInbound(Unpooled.wrappedBuffer(head));
        var theirs = (HttpRequest) channel.readInbound();
        assertThat(theirs).isNotNull();
        assertThat(theirs.decoderResult().isSuccess())
                .as(String.valueOf(theirs.decoderResult()))
                .isTrue();
        assertThat(theirs.method().name()).isEqualTo(ours.method());
        assertThat(theirs.uri()).isEqualTo(ours.target());
        assertThat(theirs.protocolVersion().minorVersion()).isEqualTo(ours.minor());
        assertThat(fields(theirs.headers().entries()))
                .isEqualTo(fields(ours.headers().entries()));
        assertThat(HttpUtil.isTransferEncodingChunked(theirs)).isEqualTo(ours.isChunked());
        assertThat(HttpUtil.isTransferEncodingChunked(theirs) || HttpUtil.getContentLength(theirs, 0L) > 0)
                .isEqualTo(ours.hasBody());
        channel.finish();
        for (Object left = channel.readInbound(); left != null; left = channel.readInbound()) {
            ReferenceCountUtil.release(left);
        }
    }

    private static @Nullable RequestHead strictly(byte[] bytes) {
        try {
            var head = new StrictHeadReader().read(Unpooled.wrappedBuffer(bytes));
            if (head != null) {
                RequestCheck.check(head);
            }
            return head;
        } catch (MalformedRequest e) {
            assertThat(e.reason()).isNotBlank();
            return null;
        }
    }

    private static List<String> fields(List<Map.Entry<String, String>> entries) {
        var fields = new ArrayList<String>();
        entries.forEach(entry -> fields.add(entry.getKey() + ": " + Tokens.strip(entry.getValue())));
        return fields;
    }

    @AfterAll
    static void wasFuzzed() {
        assertThat(executions).isGreaterThan(1_000);
    }
}
