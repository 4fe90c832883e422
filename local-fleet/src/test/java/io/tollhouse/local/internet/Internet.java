package io.tollhouse.local.internet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/**
 * Every server there is: listens on ports 80 and 443 (with TLS) of all addresses, answers each request with the address at
 * which it arrived, and keeps a list of every connection, also of those that never say a word.
 */
final class Internet implements AutoCloseable {
    private static final String IN_NAMESPACE = "tollhouse.netns";
    private static final int SILENCE_MILLIS = 10_000;

    private final List<String> dialled = new CopyOnWriteArrayList<>();
    private final List<ServerSocket> servers;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    Internet(SSLContext tls) throws IOException {
        servers = List.of(new ServerSocket(80), tls.getServerSocketFactory().createServerSocket(443));
        servers.forEach(server -> threads.execute(() -> accept(server)));
    }

    /** Whether this process runs where all addresses are its own. */
    static boolean isOurs() {
        return Boolean.getBoolean(IN_NAMESPACE);
    }

    /** Where connections arrived since it was last forgotten, as {@code address:port}, in their order. */
    List<String> dialled() {
        return List.copyOf(dialled);
    }

    void forget() {
        dialled.clear();
    }

    private void accept(ServerSocket server) {
        while (!server.isClosed()) {
            try {
                var socket = server.accept();
                var here = (InetSocketAddress) socket.getLocalSocketAddress();
                dialled.add(here.getAddress().getHostAddress() + ":" + here.getPort());
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                return; // it was closed
            }
        }
    }

    private static void serve(Socket socket) {
        try (socket) {
            socket.setSoTimeout(SILENCE_MILLIS);
            readHead(socket);
            var body = "arrived at " + socket.getLocalAddress().getHostAddress() + "\n";
            var answer = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: "
                    + body.length() + "\r\n\r\n" + body;
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            // a connection that says nothing, or no TLS: it is on the list
        }
    }

    private static void readHead(Socket socket) throws IOException {
        int state = 0;
        while (state < 4) { // \r\n\r\n
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("the end before a request");
            }
            state = next == (state % 2 == 0 ? '\r' : '\n') ? state + 1 : 0;
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            for (var server : servers) {
                server.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
