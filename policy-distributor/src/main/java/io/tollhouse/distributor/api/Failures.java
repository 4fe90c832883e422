package io.tollhouse.distributor.api;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.distributor.publish.BaseMoved;
import io.tollhouse.distributor.publish.NoSuchKill;
import io.tollhouse.distributor.publish.NotPublished;
import io.tollhouse.process.kafka.KafkaTrouble;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a problem of whatever a handler throws. */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private static final String UNEXPECTED = "this should not have happened; the distributor's log says what did";

    private Failures() {}

    static void register(RoutesConfig routes) {
        routes.exception(Failure.class, (e, ctx) -> e.problem().answer(ctx));
        routes.exception(InvalidDocument.class, Failures::invalid);
        routes.exception(BaseMoved.class, Failures::moved);
        routes.exception(NoSuchKill.class, Failures::noSuchKill);
        routes.exception(
                NotPublished.class, (e, ctx) -> Problem.of(409, e.sentence()).answer(ctx));
        routes.exception(
                KafkaTrouble.class, (e, ctx) -> Problem.of(503, e.reason()).answer(ctx.header("Retry-After", "1")));
        routes.exception(HttpResponseException.class, Failures::notFound);
        routes.exception(Exception.class, Failures::unexpected);
    }

    /** For what is no exception, as a stack that is too deep; there is no context then. */
    static void fatal(HttpServletResponse response, Error error) {
        LOG.error("a request failed", error);
        response.setStatus(500);
        response.setContentType(Problem.TYPE);
        try {
            response.getOutputStream().write(Problem.of(500, UNEXPECTED).toBytes());
        } catch (IOException e) {
            LOG.debug("the client is gone: {}", e.toString());
        }
    }

    private static void invalid(InvalidDocument e, Context ctx) {
        new Problem(
                        422,
                        "the document is refused; `problems` says why, line by line",
                        Map.of("problems", Answers.problems(e.problems())))
                .answer(ctx);
    }

    private static void moved(BaseMoved e, Context ctx) {
        new Problem(409, e.sentence(), Map.of("current", e.current())).answer(ctx);
    }

    private static void noSuchKill(NoSuchKill e, Context ctx) {
        new Problem(404, e.sentence(), Map.of("kills", KillAnswers.kills(e.kills()))).answer(ctx);
    }

    private static void notFound(HttpResponseException e, Context ctx) {
        if (e instanceof MethodNotAllowedResponse) {
            ctx.header("Allow", e.getDetails().getOrDefault("availableMethods", ""));
            Problem.of(405, "this path does not know the method " + ctx.method().name() + "; see /openapi.json")
                    .answer(ctx);
        } else if (e.getStatus() == 404) {
            Problem.of(404, "there is nothing here; see /openapi.json").answer(ctx);
        } else {
            Problem.of(e.getStatus(), String.valueOf(e.getMessage())).answer(ctx);
        }
    }

    private static void unexpected(Exception e, Context ctx) {
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            Problem.of(503, "this distributor stops; ask another one").answer(ctx);
            return;
        }
        LOG.error("{} {} failed", ctx.method().name(), ctx.path(), e);
        Problem.of(500, UNEXPECTED).answer(ctx);
    }
}
