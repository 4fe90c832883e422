package io.tollhouse.bench.tunnel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;

/** Where tunnels lead: it answers the first bytes with one, and then holds the connection until the other side ends it. */
public final class Origin implements AutoCloseable {
    private final ServerSocket listening;
    private final ExecutorService threads;

    private Origin(ServerSocket listening, ExecutorService threads) {
        this.listening = listening;
        this.threads = threads;
    }

    /**
     * Starts one on a free port of the loopback address.
     *
     * @param threads one for each connection at least, and one more
     */
    public static Origin start(ExecutorService threads) throws IOException {
        var origin = new Origin(new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress()), threads);
        threads.execute(origin::accept);
        return origin;
    }

    public int port() {
        return listening.getLocalPort();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                var socket = listening.accept();
                threads.execute(() -> hold(socket));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private static void hold(Socket socket) {
        try (socket) {
            if (socket.getInputStream().read() >= 0) {
                socket.getOutputStream().write(0);
                socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
            }
        } catch (IOException e) {
            // a node cut it, which is what it was for
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
