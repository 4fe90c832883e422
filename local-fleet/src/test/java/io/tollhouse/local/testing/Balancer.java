package io.tollhouse.local.testing;

import io.tollhouse.local.node.TestNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Spreads connections over the nodes that are ready, as they said when they were asked last. */
public final class Balancer implements AutoCloseable {
    private static final long PERIOD_NANOS = 100_000_000L;
    private static final int MILLIS = 5_000;

    private final ServerSocket listener;
    private final List<TestNode> nodes;
    private final List<TestNode> ready = new CopyOnWriteArrayList<>();
    private final AtomicInteger next = new AtomicInteger();

    private Balancer(List<TestNode> nodes) throws IOException {
        this.nodes = List.copyOf(nodes);
        this.listener = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
    }

    /** Before nodes that are ready. */
    public static Balancer before(List<TestNode> nodes) throws IOException {
        var balancer = new Balancer(nodes);
        balancer.ready.addAll(nodes);
        daemon(balancer::ask);
        daemon(balancer::accept);
        return balancer;
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    private void ask() {
        while (!listener.isClosed()) {
            for (var node : nodes) {
                boolean isReady = node.process().readiness().status() == 200;
                if (!isReady) {
                    ready.remove(node);
                } else if (!ready.contains(node)) {
                    ready.add(node);
                }
            }
            LockSupport.parkNanos(PERIOD_NANOS);
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                var client = listener.accept();
                daemon(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        var now = List.copyOf(ready);
        var to = now.get(Math.floorMod(next.getAndIncrement(), now.size()))
                .agent()
                .proxy();
        try (client;
                var node = new Socket()) {
            node.connect(to, MILLIS);
            daemon(() -> copy(client, node));
            copy(node, client);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // whoever waits for the rest sees the end
        }
    }

    private static void daemon(Runnable task) {
        var thread = new Thread(task, "balancer");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
