package io.tollhouse.distributor.api;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.SizeUnit;
import io.tollhouse.contract.policy.ListFile;
import io.tollhouse.contract.settings.HostPort;
import io.tollhouse.distributor.tokens.TokenFile;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Listens on {@code listen.api}. */
public final class ApiServer implements AutoCloseable {
    private static final int MIN_THREADS = 4;
    private static final int MAX_THREADS = 24;
    private static final int IDLE_MILLIS = 30_000;

    private final Javalin javalin;
    private final AuditRoutes audit;

    private ApiServer(Javalin javalin, AuditRoutes audit) {
        this.javalin = javalin;
        this.audit = audit;
    }

    /**
     * Starts to listen.
     *
     * @throws IOException where the address cannot be bound; the message names its key
     */
    public static ApiServer start(InetSocketAddress address, TokenFile tokens, ApiParts parts) throws IOException {
        var audit = new AuditRoutes(parts.audit());
        var routes = parts.routes(audit);
        var javalin = Javalin.create(config -> configure(config, new Gate(tokens), routes));
        try {
            javalin.start(address.getAddress().getHostAddress(), address.getPort());
            return new ApiServer(javalin, audit);
        } catch (RuntimeException e) { // what it throws for a port that is taken differs from version to version
            audit.close();
            javalin.stop();
            throw new IOException("listen.api: cannot listen on " + HostPort.of(address) + " (" + root(e).getMessage()
                    + "); end what listens there, or set another address");
        }
    }

    private static void configure(JavalinConfig config, Gate gate, List<Route> routes) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        config.http.compressionStrategy = CompressionStrategy.NONE; // a line of a tail must not wait in a compressor
        config.jetty.threadPool = new QueuedThreadPool(MAX_THREADS, MIN_THREADS, IDLE_MILLIS);
        config.jetty.modifyHttpConfiguration(ApiServer::quiet);
        config.jetty.modifyServer(ApiServer::withProblems);
        config.jetty.multipartConfig.maxFileSize(ListFile.MAX_BYTES + 1, SizeUnit.BYTES);
        config.jetty.multipartConfig.maxTotalRequestSize(Upload.MAX_BODY, SizeUnit.BYTES);
        config.jetty.multipartConfig.maxInMemoryFileSize(Upload.MAX_TEXT, SizeUnit.BYTES);
        config.routes.before(
                ctx -> ctx.header("X-Content-Type-Options", "nosniff").header("Cache-Control", "no-store"));
        config.routes.before("/v1/*", Gate::refuseHead);
        config.routes.beforeMatched(gate::check);
        for (var route : routes) {
            config.routes.addHttpHandler(route.method(), route.path(), route.handler(), route.access());
        }
        Failures.register(config.routes);
        config.router.javaLangErrorHandler(Failures::fatal);
    }

    private static void quiet(HttpConfiguration http) {
        http.setSendServerVersion(false);
    }

    private static void withProblems(Server server) {
        server.setErrorHandler(ApiServer::badRequest);
        server.setStopTimeout(0);
    }

    /** What Jetty refuses itself, before any route: a request that is not HTTP, or a head that is too large. */
    private static boolean badRequest(Request request, Response response, Callback callback) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.TYPE);
        var problem = Problem.of(response.getStatus(), "the request cannot be read as HTTP; see RFC 9112");
        response.write(true, ByteBuffer.wrap(problem.toBytes()), callback);
        return true;
    }

    private static Throwable root(Throwable e) {
        var cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** Where it listens. */
    public int port() {
        return javalin.port();
    }

    @Override
    public void close() {
        audit.close();
        javalin.stop();
    }
}
