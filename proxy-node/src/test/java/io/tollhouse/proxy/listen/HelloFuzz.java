package io.tollhouse.proxy.listen;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tollhouse.proxy.listen.ClientHello.Kind;
import org.junit.jupiter.api.AfterAll;

/**
 * Whatever the first bytes of a tunnel are, they say one thing: with all that comes behind, before their last byte, and however a hello is cut into
 * records.
 *
 * <p>One fuzz test for each class, since Jazzer takes one for each JVM.
 */
class HelloFuzz {
    private static final int HEADER = 5;
    private static final int PIECE = 97;

    private static long executions;

    @FuzzTest(maxDuration = "5s")
    void saysOneThing(byte[] first) {
        executions++;
        var bytes = Unpooled.wrappedBuffer(first);
        var read = ClientHello.read(bytes);
        assertThat(bytes.readerIndex()).isZero();
        if (read.kind() != Kind.COMPLETE) {
            assertThat(read.problem().isEmpty()).isEqualTo(read.kind() != Kind.MALFORMED);
            return;
        }
        assertThat(read.length()).isBetween(HEADER + 1, first.length);
        var hello = bytes.slice(0, read.length());
        assertThat(ClientHello.read(hello)).isEqualTo(read);
        assertThat(ClientHello.read(hello.slice(0, read.length() - 1)).kind()).isEqualTo(Kind.NEED_MORE);
        sameInPieces(hello, read);
    }

    /** The same handshake in records of another size. */
    private static void sameInPieces(ByteBuf hello, ClientHello.Result read) {
        var message = Unpooled.buffer();
        for (int at = 0; at < hello.readableBytes(); ) {
            int length = hello.getUnsignedShort(at + 3);
            message.writeBytes(hello, at + HEADER, length);
            at += HEADER + length;
        }
        var cut = Unpooled.buffer();
        int records = 0;
        while (message.isReadable()) {
            int length = Math.min(PIECE, message.readableBytes());
            cut.writeBytes(hello, 0, 3).writeShort(length).writeBytes(message, length);
            records++;
        }
        if (records < 64) {
            var again = ClientHello.read(cut);
            assertThat(again.kind()).isEqualTo(Kind.COMPLETE);
            assertThat(again.serverName()).isEqualTo(read.serverName());
            assertThat(again.ech()).isEqualTo(read.ech());
        }
    }

    @AfterAll
    static void wasFuzzed() {
        assertThat(executions).isGreaterThan(1_000);
    }
}
