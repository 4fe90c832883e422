package io.tollhouse.local.demo;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.tollhouse.contract.settings.StandardInput;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Answers every request on two ports of loopback, one of them with TLS, with what it saw of the request. */
public final class DemoDestination {
    private static final int THREADS = 8;
    private static final int BACKLOG = 64;

    private DemoDestination() {}

    public static void main(String[] args) throws InterruptedException {
        if (args.length != 3) {
            System.err.println("Usage: DemoDestination HTTP-PORT HTTPS-PORT FOLDER; ends when its standard input does");
            System.exit(2);
        }
        StandardInput.exitWhenItEnds(System.in);
        try {
            start(Integer.parseInt(args[0]), Integer.parseInt(args[1]), Path.of(args[2]));
            Thread.currentThread().join();
        } catch (IOException | GeneralSecurityException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static void start(int httpPort, int httpsPort, Path folder) throws IOException, GeneralSecurityException {
        var threads = Executors.newFixedThreadPool(THREADS);
        serve(HttpServer.create(address(httpPort), BACKLOG), "http", threads);
        var https = HttpsServer.create(address(httpsPort), BACKLOG);
        https.setHttpsConfigurator(new HttpsConfigurator(DemoCertificate.in(folder)));
        serve(https, "https", threads);
    }

    private static void serve(HttpServer server, String scheme, ExecutorService threads) {
        server.createContext("/", new ShowRequest(scheme));
        server.setExecutor(threads);
        server.start();
        System.out.println("the demonstration destination listens on " + scheme + ":/" + server.getAddress());
    }

    private static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }
}
