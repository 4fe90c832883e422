package io.tollhouse.bench.tunnel;

import io.tollhouse.contract.settings.HostPort;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import javax.net.ssl.SSLContext;

/** A tunnel of an agent through a node, as far as the first byte that its destination answers to a ClientHello. */
public final class Tunnel implements AutoCloseable {
    private static final int MILLIS = (int) Duration.ofSeconds(20).toMillis();

    private final Socket socket;

    private Tunnel(Socket socket) {
        this.socket = socket;
    }

    /**
     * Opens one to port 443.
     *
     * @param credentials {@code name:secret}
     */
    public static Tunnel open(HostPort proxy, String credentials, String host) throws IOException {
        var socket = new Socket(proxy.host(), proxy.port());
        try {
            socket.setSoTimeout(MILLIS);
            connect(socket, credentials, host);
            socket.getOutputStream().write(hello(host));
            if (socket.getInputStream().read() < 0) {
                throw new IOException("the tunnel to " + host + " ended at once");
            }
            return new Tunnel(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static void connect(Socket socket, String credentials, String host) throws IOException {
        var basic = Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
        var request = "CONNECT %1$s:443 HTTP/1.1\r\nHost: %1$s:443\r\nProxy-Authorization: Basic %2$s\r\n\r\n"
                .formatted(host, basic);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("no answer to CONNECT: '" + head + "'");
            }
            head.append((char) next);
        }
        if (!head.toString().startsWith("HTTP/1.1 200")) {
            throw new IOException("no tunnel: " + head.substring(0, head.indexOf("\r\n")));
        }
    }

    private static byte[] hello(String host) throws IOException {
        try {
            var engine = SSLContext.getDefault().createSSLEngine(host, 443);
            engine.setUseClientMode(true);
            var bytes = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
            engine.wrap(ByteBuffer.allocate(0), bytes);
            return java.util.Arrays.copyOf(bytes.array(), bytes.position());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }

    /** Waits for its end, by a close or by a reset. */
    public void awaitEnd() throws IOException {
        try {
            socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
        } catch (java.net.SocketTimeoutException e) {
            throw e;
        } catch (java.net.SocketException e) {
            // cut is cut
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
