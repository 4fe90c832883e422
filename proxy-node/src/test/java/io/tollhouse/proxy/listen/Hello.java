package io.tollhouse.proxy.listen;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/** Builds TLS messages byte by byte, right ones and others. The buffers are unpooled and on the heap. */
final class Hello {
    static final int SERVER_NAME = 0;
    static final int SUPPORTED_VERSIONS = 43;
    static final int ENCRYPTED = 0xfe0d;

    private static final int CLIENT_HELLO = 1;
    private static final int SERVER_HELLO = 2;
    private static final byte[] NOTHING = {};

    private final ByteBuf extensions = Unpooled.buffer();
    private byte[] suites = {0x13, 0x01};
    private byte[] sessionId = new byte[32];
    private byte[] behind = NOTHING;

    static Hello forHost(String name) {
        return new Hello().extension(SERVER_NAME, names(entry(0, name)));
    }

    /** The hello of the JDK's own TLS. */
    static byte[] ofTheJdk(String host) throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine(host, 443);
        engine.setUseClientMode(true);
        var records = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), records);
        var bytes = new byte[records.flip().remaining()];
        records.get(bytes);
        return bytes;
    }

    Hello extension(int type, byte[] data) {
        extensions.writeShort(type).writeShort(data.length).writeBytes(data);
        return this;
    }

    Hello suites(byte[] bytes) {
        suites = bytes;
        return this;
    }

    Hello sessionId(int length) {
        sessionId = new byte[length];
        return this;
    }

    /** Bytes after the extensions, still within the message. */
    Hello behind(byte[] bytes) {
        behind = bytes;
        return this;
    }

    /** The message without its records. */
    byte[] message() {
        return message(CLIENT_HELLO, body(true));
    }

    /** As before there were extensions. */
    byte[] messageWithoutExtensions() {
        return message(CLIENT_HELLO, body(false));
    }

    /** The message in one record. */
    byte[] record() {
        return record(22, message());
    }

    private byte[] body(boolean withExtensions) {
        var body = Unpooled.buffer();
        body.writeShort(0x0303).writeBytes(new byte[32]);
        body.writeByte(sessionId.length).writeBytes(sessionId);
        body.writeShort(suites.length).writeBytes(suites);
        body.writeByte(1).writeByte(0);
        if (withExtensions) {
            body.writeShort(extensions.readableBytes()).writeBytes(extensions.duplicate());
        }
        return bytes(body.writeBytes(behind));
    }

    static byte[] message(int type, byte[] body) {
        return bytes(Unpooled.buffer().writeByte(type).writeMedium(body.length).writeBytes(body));
    }

    static byte[] record(int type, byte[] fragment) {
        return bytes(Unpooled.buffer()
                .writeByte(type)
                .writeShort(0x0301)
                .writeShort(fragment.length)
                .writeBytes(fragment));
    }

    /** A message spread over records of so many bytes. */
    static byte[] records(byte[] message, int size) {
        var records = Unpooled.buffer();
        for (int at = 0; at < message.length; at += size) {
            var fragment = Unpooled.wrappedBuffer(message, at, Math.min(size, message.length - at));
            records.writeBytes(record(22, bytes(fragment)));
        }
        return bytes(records);
    }

    static byte[] serverHello(byte[] random) {
        var body = Unpooled.buffer().writeShort(0x0303).writeBytes(random).writeByte(0);
        body.writeShort(0x1301).writeByte(0).writeShort(0);
        return record(22, message(SERVER_HELLO, bytes(body)));
    }

    static byte[] names(byte[]... entries) {
        var list = Unpooled.wrappedBuffer(entries);
        return bytes(Unpooled.buffer().writeShort(list.readableBytes()).writeBytes(list));
    }

    static byte[] entry(int type, String name) {
        var bytes = name.getBytes(StandardCharsets.ISO_8859_1);
        return bytes(Unpooled.buffer().writeByte(type).writeShort(bytes.length).writeBytes(bytes));
    }

    static byte[] join(byte[]... parts) {
        return bytes(Unpooled.wrappedBuffer(parts));
    }

    private static byte[] bytes(ByteBuf buffer) {
        var bytes = new byte[buffer.readableBytes()];
        buffer.readBytes(bytes);
        return bytes;
    }
}
