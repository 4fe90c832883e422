package io.tollhouse.local.outages;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Where agents are let through to. Answers at once; below {@code /slow} the second half comes when a test lets it. */
final class Origin implements AutoCloseable {
    static final String FIRST_HALF = "it begins, ";
    static final String SECOND_HALF = "and it ends\n";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch half = new CountDownLatch(1);
    private final CountDownLatch rest = new CountDownLatch(1);

    Origin() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", Origin::answer);
        server.createContext("/slow", this::answerInHalves);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(204, -1);
        }
    }

    private void answerInHalves(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(200, FIRST_HALF.length() + SECOND_HALF.length());
            write(exchange, FIRST_HALF);
            half.countDown();
            rest.await();
            write(exchange, SECOND_HALF);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(HttpExchange exchange, String text) throws IOException {
        exchange.getResponseBody().write(text.getBytes(StandardCharsets.US_ASCII));
        exchange.getResponseBody().flush();
    }

    /** Waits until a slow answer has begun. */
    void awaitHalf() throws InterruptedException {
        if (!half.await(20, TimeUnit.SECONDS)) {
            throw new AssertionError("nobody asked for a slow answer");
        }
    }

    /** Ends the slow answers. */
    void letTheRestGo() {
        rest.countDown();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
