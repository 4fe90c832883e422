package io.tollhouse.local.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of 127.0.0.1 on which nobody listens now. They lie below those that the system gives to connections, since one
 * of these would else be taken by any connection that opens before the process that is to listen has started; and each
 * JVM of the tests hands out its own.
 */
public final class FreePorts {
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

    private static final int LOWEST = 12_000;
    private static final int FOR_EACH_JVM = 9_000;

    private static final int FIRST = LOWEST + (TestJvm.NUMBER - 1) % 2 * FOR_EACH_JVM;

    /** Another build that runs now most likely begins elsewhere. */
    private static int next = ThreadLocalRandom.current().nextInt(FOR_EACH_JVM);

    private FreePorts() {}

    /** One that was not handed out lately. */
    public static int one() throws IOException {
        return row(1);
    }

    /** For all flags of {@code up} that move one. */
    static Map<String, Integer> byFlag() throws IOException {
        var free = new HashMap<String, Integer>();
        for (var flag : SINGLE) {
            free.put(flag, one());
        }
        for (var flag : ROWS) {
            free.put(flag, row(MOST_NODES));
        }
        return Map.copyOf(free);
    }

    /** The first of several in a row. */
    private static synchronized int row(int length) throws IOException {
        for (int tried = 0; tried < FOR_EACH_JVM; tried++) {
            if (next + length > FOR_EACH_JVM) {
                next = 0;
            }
            int first = FIRST + next;
            int free = free(first, length);
            next += Math.min(length, free + 1);
            if (free == length) {
                return first;
            }
        }
        throw new IOException("no port from " + FIRST + " on is free");
    }

    /** How many are free before the first that is not. */
    private static int free(int first, int length) {
        for (int i = 0; i < length; i++) {
            try {
                new ServerSocket(first + i, 1, InetAddress.getLoopbackAddress()).close();
            } catch (IOException e) {
                return i;
            }
        }
        return length;
    }
}
