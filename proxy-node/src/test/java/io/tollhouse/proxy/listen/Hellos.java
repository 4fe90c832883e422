package io.tollhouse.proxy.listen;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/** ClientHellos as the JDK's TLS writes them. */
final class Hellos {
    private Hellos() {}

    /** Asks for this host; for an address the JDK leaves the name out. */
    static byte[] to(String host) {
        try {
            var engine = SSLContext.getDefault().createSSLEngine(host, 443);
            engine.setUseClientMode(true);
            engine.beginHandshake();
            var out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
            engine.wrap(ByteBuffer.allocate(0), out);
            var hello = new byte[out.flip().remaining()];
            out.get(hello);
            return hello;
        } catch (GeneralSecurityException | SSLException e) {
            throw new IllegalStateException(e);
        }
    }
}
