package io.tollhouse.local.testing;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Tunnels that an agent holds open, and through which nothing comes until they are over. */
public final class Tunnels implements AutoCloseable {
    private static final int GLANCE_MILLIS = 5;

    private final List<Socket> sockets = new ArrayList<>();

    private Tunnels() {}

    /** Opens so many. */
    public static Tunnels open(Agent agent, String authority, int count) throws IOException {
        var tunnels = new Tunnels();
        try {
            for (int i = 0; i < count; i++) {
                tunnels.sockets.add(agent.open(authority));
            }
            return tunnels;
        } catch (IOException e) {
            tunnels.close();
            throw e;
        }
    }

    /** Waits until all of them are over; when the last one was. */
    public Instant awaitEnd() throws IOException {
        for (var socket : sockets) {
            if (!isOver(socket)) {
                throw new AssertionError("something came through a tunnel");
            }
        }
        return Instant.now();
    }

    /** Whether none is over. */
    public boolean areOpen() throws IOException {
        for (var socket : sockets) {
            int patience = socket.getSoTimeout();
            socket.setSoTimeout(GLANCE_MILLIS);
            try {
                if (isOver(socket)) {
                    return false;
                }
            } catch (SocketTimeoutException e) {
                socket.setSoTimeout(patience);
            }
        }
        return true;
    }

    private static boolean isOver(Socket tunnel) throws IOException {
        try {
            return tunnel.getInputStream().read() < 0;
        } catch (SocketException e) { // a reset
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        for (var socket : sockets) {
            socket.close();
        }
    }
}
