package io.tollhouse.bench.indexing;

import io.tollhouse.contract.settings.HostPort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;

/** An agent that asks nodes for what no rule allows, at a steady rate, over connections that stay. */
public final class Refusals implements AutoCloseable {
    private static final int CONNECTIONS_OF_A_NODE = 4;
    private static final String REQUEST = "x-tollhouse-request: ";
    private static final String LENGTH = "content-length: ";

    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final String request;
    private volatile Sampling sampling = new Sampling(0, (id, sent) -> {});
    private volatile boolean ending;

    /** Which requests are told of, and to whom; none at zero. */
    private record Sampling(int oneIn, BiConsumer<String, Long> told) {}

    /** Begins at once. */
    public Refusals(List<HostPort> nodes, String agent, String secret, int rate) {
        var credentials = Base64.getEncoder().encodeToString((agent + ":" + secret).getBytes(StandardCharsets.UTF_8));
        request =
                "GET http://nobody-allows.bench.tollhouse.test/ HTTP/1.1\r\nHost: nobody-allows.bench.tollhouse.test\r\n"
                        + "Proxy-Authorization: Basic " + credentials + "\r\n\r\n";
        int all = nodes.size() * CONNECTIONS_OF_A_NODE;
        long pause = TimeUnit.SECONDS.toNanos(all) / rate;
        for (int i = 0; i < all; i++) {
            var node = nodes.get(i % nodes.size());
            new Thread(() -> run(node, pause), "agent-" + i).start();
        }
    }

    /** From now on one in so many is told of: its id, and when it was sent ({@link System#nanoTime}); zero for none. */
    public void sample(int oneIn, BiConsumer<String, Long> told) {
        sampling = new Sampling(oneIn, told);
    }

    /** Requests that were decided. */
    public long answered() {
        return answered.get();
    }

    /** Requests that had no such answer. */
    public long failed() {
        return failed.get();
    }

    private void run(HostPort node, long pause) {
        while (!ending) {
            try (var socket = new Socket(node.host(), node.port())) {
                socket.setTcpNoDelay(true);
                var answers =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
                long due = System.nanoTime();
                while (!ending) {
                    ask(socket, answers);
                    due += pause;
                    LockSupport.parkNanos(due - System.nanoTime());
                }
            } catch (IOException e) {
                failed.incrementAndGet();
            }
        }
    }

    private void ask(Socket socket, BufferedReader answers) throws IOException {
        long sent = System.nanoTime();
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        var status = answers.readLine();
        if (status == null || !status.contains(" 403 ")) {
            throw new IOException("answered " + status);
        }
        var id = "";
        int length = 0;
        for (var line = answers.readLine(); line != null && !line.isEmpty(); line = answers.readLine()) {
            var lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith(REQUEST)) {
                id = line.substring(REQUEST.length());
            } else if (lower.startsWith(LENGTH)) {
                length = Integer.parseInt(line.substring(LENGTH.length()));
            }
        }
        if (answers.skip(length) < length) {
            throw new IOException("an answer without its end");
        }
        var now = sampling;
        if (answered.incrementAndGet() % Math.max(1, now.oneIn()) == 0 && now.oneIn() > 0) {
            now.told().accept(id, sent);
        }
    }

    @Override
    public void close() {
        ending = true; // each thread ends with its next answer
    }
}
