package io.tollhouse.distributor.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.tollhouse.distributor.fleet.FleetView;
import io.tollhouse.distributor.follow.Reading;
import io.tollhouse.distributor.policy.PolicyLog;
import io.tollhouse.distributor.publish.KillPublisher;
import io.tollhouse.distributor.publish.NotPublished;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Kills: which there are, ordering one, lifting one.
 *
 * @param following keeps {@code log} up to date
 * @param fleetFollowing keeps {@code fleet} up to date
 */
record KillRoutes(PolicyLog log, Reading following, KillPublisher publisher, FleetView fleet, Reading fleetFollowing) {
    private static final int MAX_BODY = 16 * 1024;
    private static final int MAX_SELECTOR = 300;

    List<Route> routes() {
        return List.of(
                Route.get("/v1/kills", Access.READER, this::list),
                new Route(HandlerType.POST, "/v1/kills", Access.PUBLISHER, this::order),
                new Route(HandlerType.DELETE, "/v1/kills", Access.PUBLISHER, this::lift));
    }

    private void list(Context ctx) throws Failure, KafkaTrouble, InterruptedException {
        Parameters.of(ctx);
        following.requireFresh();
        Json.answer(ctx, 200, KillAnswers.Kills.of(log.overlay(), publisher.kills()));
    }

    private void order(Context ctx) throws Failure, IOException, KafkaTrouble, NotPublished, InterruptedException {
        boolean force = Parameters.of(ctx, "force").flag("force");
        var order = KillBody.read(body(ctx), Gate.caller(ctx).name());
        following.requireFresh();
        var seen = Seen.of(fleet, fleetFollowing);
        var warnings = new KillCheck(log, seen.names()).check(order.target(), force);
        Json.answer(ctx, 201, KillAnswers.Changed.of(publisher.kill(order, force), seen, warnings));
    }

    private static JsonNode body(Context ctx) throws Failure, IOException {
        var body = ctx.bodyInputStream().readNBytes(MAX_BODY + 1);
        if (body.length > MAX_BODY) {
            throw Failure.of(413, "the body is larger than " + MAX_BODY + " bytes");
        }
        return Json.read(body)
                .orElseThrow(() -> Failure.of(400, "the body must be one JSON object, as {\"agent\": \"research-7\"}"));
    }

    private void lift(Context ctx) throws Failure, KafkaTrouble, NotPublished, InterruptedException {
        var parameters = Parameters.of(ctx, "agent", "destination", "rule", "node", "why", "force");
        boolean force = parameters.flag("force");
        var target = KillBody.target(
                selector(parameters, "agent"),
                selector(parameters, "destination"),
                selector(parameters, "rule"),
                selector(parameters, "node"));
        var why = parameters.line("why", PolicyRoutes.MAX_WHY);
        var seen = Seen.of(fleet, fleetFollowing);
        var lifted = publisher.lift(target, Gate.caller(ctx).name(), why, force);
        Json.answer(ctx, 200, KillAnswers.Changed.of(lifted, seen, List.of()));
    }

    private static @Nullable String selector(Parameters parameters, String name) throws Failure {
        var text = parameters.line(name, MAX_SELECTOR);
        return text.isEmpty() ? null : text;
    }
}
