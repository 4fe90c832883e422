package io.tollhouse.distributor.api;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.tollhouse.distributor.audit.AuditDoor;
import io.tollhouse.distributor.audit.AuditDoor.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes searches and orders on to the audit consumer, and its answers back as they come, on threads of their own. */
final class AuditRoutes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditRoutes.class);

    private static final int MAX_STREAMS = 32;
    private static final int BUFFER = 16 * 1024;
    private static final int MAX_BODY = 16 * 1024;

    private final AuditDoor door;
    private final ThreadPoolExecutor streams =
            new ThreadPoolExecutor(0, MAX_STREAMS, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), AuditRoutes::thread);

    AuditRoutes(AuditDoor door) {
        this.door = door;
    }

    private static Thread thread(Runnable body) {
        var thread = new Thread(body, "audit-stream");
        thread.setDaemon(true);
        return thread;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/v1/audit", Access.READER, this::search),
                Route.get("/v1/audit/tail", Access.READER, this::search),
                Route.get("/v1/audit/gaps", Access.READER, this::search),
                Route.get("/v1/audit/topic", Access.READER, this::search),
                Route.get("/v1/audit/comparison", Access.READER, this::search),
                Route.get("/v1/audit/comparison/slice", Access.READER, this::search),
                Route.get("/v1/audit/reindex", Access.ADMIN, this::search),
                new Route(
                        HandlerType.POST,
                        "/v1/audit/reindex",
                        Access.ADMIN,
                        ctx -> order(ctx, "records indexed once more")),
                new Route(
                        HandlerType.POST,
                        "/v1/audit/dead-letter/retry",
                        Access.ADMIN,
                        ctx -> order(ctx, "dead letters tried again")));
    }

    /** What is passed on. */
    @FunctionalInterface
    private interface Question {
        Answer ask() throws IOException, InterruptedException;
    }

    private void search(Context ctx) throws Failure {
        pass(ctx, () -> door.ask(ctx.path(), ctx.queryString()));
    }

    private void order(Context ctx, String what) throws Failure, IOException {
        Parameters.of(ctx);
        var body = ctx.bodyInputStream().readNBytes(MAX_BODY + 1);
        if (body.length > MAX_BODY) {
            throw Failure.of(413, "the body is larger than " + MAX_BODY + " bytes");
        }
        LOG.info("{} has {}", Gate.caller(ctx).name(), what);
        var path = ctx.path();
        pass(ctx, () -> door.order(path, body));
    }

    private void pass(Context ctx, Question question) throws Failure {
        if (streams.getActiveCount() >= MAX_STREAMS) {
            throw tooMany();
        }
        try {
            ctx.async(
                    config -> {
                        config.executor = streams;
                        config.timeout = 0; // a tail goes on until its client goes
                    },
                    () -> stream(ctx, question));
        } catch (RejectedExecutionException e) {
            throw tooMany();
        }
    }

    private static Failure tooMany() {
        return Failure.of(503, MAX_STREAMS + " searches and tails run already; end one, or try again in a moment");
    }

    private void stream(Context ctx, Question question) throws Failure, IOException, InterruptedException {
        try (var answer = ask(question)) {
            if (answer.status() >= 500 && !answer.type().startsWith(Problem.TYPE)) {
                throw away("it answers with status " + answer.status());
            }
            ctx.status(answer.status());
            ctx.contentType(answer.type().isEmpty() ? "application/octet-stream" : answer.type());
            answer.headers().forEach(ctx::header);
            copyOrCut(answer, ctx);
        }
    }

    /** Where one side goes in the middle, the other must not take what it has for the whole: the connection is cut. */
    private static void copyOrCut(Answer answer, Context ctx) {
        try {
            ctx.res().flushBuffer(); // whoever follows a quiet tail should see that it began
            copy(answer, ctx.res().getOutputStream());
        } catch (IOException e) {
            LOG.debug("{} ended in the middle: {}", ctx.path(), e.toString());
            ServletContextRequest.getServletContextRequest(ctx.req())
                    .getConnectionMetaData()
                    .getConnection()
                    .getEndPoint()
                    .close();
        }
    }

    private Answer ask(Question question) throws Failure, InterruptedException {
        try {
            return question.ask();
        } catch (IllegalArgumentException e) {
            throw Failure.of(400, "the query of the URL has characters that must be percent-encoded");
        } catch (IOException e) {
            throw away(e.getClass().getSimpleName());
        }
    }

    private Failure away(String why) {
        return Failure.of(
                503, "the audit consumer does not answer at " + door.where() + " (" + why + "); see audit.url");
    }

    /** Flushes what there is before it waits for more, which Javalin's own stream passes over (seen with 7.2.3). */
    private static void copy(Answer answer, OutputStream out) throws IOException {
        var buffer = new byte[BUFFER];
        for (int read = answer.body().read(buffer);
                read >= 0;
                read = answer.body().read(buffer)) {
            out.write(buffer, 0, read);
            out.flush();
        }
    }

    @Override
    public void close() {
        streams.shutdownNow();
    }
}
