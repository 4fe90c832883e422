package io.tollhouse.local.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Ports on which nobody listens now, for all flags of {@code up} that move one. */
final class FreePorts {
    private static final List<String> SINGLE = List.of(
            "--api-port",
            "--consumer-port",
            "--kafka-port",
            "--kafka-controller-port",
            "--elasticsearch-port",
            "--elasticsearch-transport-port",
            "--demo-port",
            "--demo-tls-port");

    /** Each node takes the next one of these. */
    private static final List<String> ROWS = List.of("--proxy-port", "--admin-port");

    private static final int MOST_NODES = 4;

    private final List<ServerSocket> held = new ArrayList<>();

    private FreePorts() {}

    static Map<String, Integer> byFlag() throws IOException {
        var ports = new FreePorts();
        try {
            var free = new HashMap<String, Integer>();
            for (var flag : SINGLE) {
                free.put(flag, ports.hold(0));
            }
            for (var flag : ROWS) {
                free.put(flag, ports.row());
            }
            return Map.copyOf(free);
        } finally {
            ports.release(0);
        }
    }

    /** The first of several free ports in a row. */
    private int row() throws IOException {
        while (true) {
            int before = held.size();
            try {
                int first = hold(0);
                for (int next = first + 1; next < first + MOST_NODES; next++) {
                    hold(next);
                }
                return first;
            } catch (IOException | IllegalArgumentException e) {
                release(before); // the next one is taken, or there is none: try elsewhere
            }
        }
    }

    private int hold(int port) throws IOException {
        var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        held.add(socket);
        return socket.getLocalPort();
    }

    private void release(int from) throws IOException {
        while (held.size() > from) {
            held.remove(held.size() - 1).close();
        }
    }
}
