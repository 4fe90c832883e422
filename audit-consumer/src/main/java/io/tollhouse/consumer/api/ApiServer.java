package io.tollhouse.consumer.api;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.HttpStatus;
import io.javalin.util.JavalinBindException;
import io.tollhouse.consumer.comparison.Comparison;
import io.tollhouse.consumer.comparison.ComparisonUnavailable;
import io.tollhouse.consumer.progress.Gaps;
import io.tollhouse.consumer.progress.GapsUnavailable;
import io.tollhouse.consumer.query.BadQuery;
import io.tollhouse.consumer.reindex.Reindex;
import io.tollhouse.consumer.reindex.ReindexUnavailable;
import io.tollhouse.consumer.retry.DeadLetterRetry;
import io.tollhouse.consumer.retry.RetryUnavailable;
import io.tollhouse.consumer.search.AuditSearch;
import io.tollhouse.consumer.search.BadSearch;
import io.tollhouse.consumer.search.SearchUnavailable;
import io.tollhouse.consumer.tail.TailUnavailable;
import io.tollhouse.consumer.tail.Tails;
import io.tollhouse.consumer.tail.TopicReads;
import io.tollhouse.process.health.Health;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.function.Supplier;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens on {@code listen.api}. */
public final class ApiServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);

    /** A tail keeps a thread for as long as it runs; enough are left for everything else. */
    private static final int THREADS = Tails.AT_MOST + 14;

    private static final int IDLE_THREADS = 4;

    private final Javalin server;

    private ApiServer(Javalin server) {
        this.server = server;
    }

    /**
     * Starts to listen.
     *
     * @param metrics in Prometheus' text format
     * @throws IOException where the address cannot be bound; the message names it
     */
    public static ApiServer start(
            InetSocketAddress address,
            AuditSearch search,
            Tails tails,
            TopicReads reads,
            DeadLetterRetry retry,
            Reindex reindex,
            Comparison comparison,
            Gaps gaps,
            Health health,
            Supplier<String> metrics)
            throws IOException {
        var audit = new AuditHandlers(search, tails, Clock.systemUTC());
        var pages = new HealthPages(health, metrics);
        var server = Javalin.create(config -> {
            configure(config);
            config.routes.get("/v1/audit", audit::search);
            config.routes.get("/v1/audit/tail", audit::tail);
            config.routes.get("/v1/audit/gaps", new GapsHandler(gaps)::read);
            config.routes.get("/v1/audit/topic", new TopicHandler(reads, Clock.systemUTC())::read);
            var again = new ReindexHandler(reindex, Clock.systemUTC());
            config.routes.get("/v1/audit/reindex", again::plan);
            config.routes.post("/v1/audit/reindex", again::index);
            var against = new ComparisonHandler(comparison, Clock.systemUTC());
            config.routes.get("/v1/audit/comparison", against::plan);
            config.routes.get("/v1/audit/comparison/slice", against::compare);
            config.routes.post("/v1/audit/dead-letter/retry", new RetryHandler(retry)::retry);
            config.routes.get("/livez", pages::livez);
            config.routes.get("/readyz", pages::readyz);
            config.routes.get("/metrics", pages::metrics);
            problems(config.routes);
        });
        try {
            server.start(address.getAddress().getHostAddress(), address.getPort());
        } catch (JavalinBindException e) {
            throw new IOException("listen.api: cannot listen on "
                    + address.getAddress().getHostAddress() + ":" + address.getPort() + " (" + e.getMessage() + ")");
        }
        return new ApiServer(server);
    }

    private static void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        config.http.compressionStrategy = CompressionStrategy.NONE; // a tail's lines would wait in it
        config.jetty.threadPool = new QueuedThreadPool(THREADS, IDLE_THREADS);
        config.jetty.modifyServer(jetty -> jetty.setStopTimeout(0)); // an idle connection would use up any other
    }

    private static void problems(RoutesConfig routes) {
        routes.exception(BadQuery.class, (e, ctx) -> Problems.answer(ctx, e));
        routes.exception(BadSearch.class, (e, ctx) -> Problems.answer(ctx, HttpStatus.BAD_REQUEST, e.reason()));
        routes.exception(
                SearchUnavailable.class,
                (e, ctx) -> Problems.answer(ctx, HttpStatus.SERVICE_UNAVAILABLE, "audit search: " + e.reason()));
        routes.exception(
                TailUnavailable.class,
                (e, ctx) -> Problems.answer(ctx, HttpStatus.SERVICE_UNAVAILABLE, "audit tail: " + e.reason()));
        routes.exception(RetryUnavailable.class, RetryHandler::unavailable);
        routes.exception(ReindexUnavailable.class, ReindexHandler::unavailable);
        routes.exception(ComparisonUnavailable.class, ComparisonHandler::unavailable);
        routes.exception(GapsUnavailable.class, GapsHandler::unavailable);
        routes.exception(InterruptedException.class, (e, ctx) -> {
            Thread.currentThread().interrupt();
            Problems.answer(ctx, HttpStatus.SERVICE_UNAVAILABLE, "this process stops");
        });
        routes.exception(Exception.class, (e, ctx) -> {
            LOG.error("{} {} failed", ctx.method(), ctx.path(), e);
            Problems.answer(ctx, HttpStatus.INTERNAL_SERVER_ERROR, "the log of the audit consumer says why");
        });
        routes.error(
                HttpStatus.NOT_FOUND,
                ctx -> Problems.answer(
                        ctx,
                        HttpStatus.NOT_FOUND,
                        "there are /v1/audit, /v1/audit/tail, /v1/audit/gaps, /v1/audit/topic, /v1/audit/reindex, /v1/audit/comparison,"
                                + " /v1/audit/comparison/slice, /v1/audit/dead-letter/retry, /livez, /readyz and /metrics"));
        routes.error(
                HttpStatus.METHOD_NOT_ALLOWED,
                ctx -> Problems.answer(
                        ctx,
                        HttpStatus.METHOD_NOT_ALLOWED,
                        "only GET, and POST to /v1/audit/reindex and /v1/audit/dead-letter/retry"));
    }

    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }
}
