package io.tollhouse.distributor.api;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.tollhouse.contract.policy.Policy;
import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.distributor.fleet.FleetView;
import io.tollhouse.distributor.fleet.RecordKind;
import io.tollhouse.distributor.follow.Reading;
import io.tollhouse.distributor.policy.PolicyLog;
import io.tollhouse.distributor.policy.Texts;
import io.tollhouse.distributor.publish.Draft;
import io.tollhouse.distributor.publish.MaximumReader;
import io.tollhouse.distributor.publish.NotPublished;
import io.tollhouse.distributor.publish.PolicyCheck;
import io.tollhouse.distributor.publish.PolicyPublisher;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.io.IOException;
import java.time.Clock;
import java.util.List;

/**
 * What there is to ask of the policy.
 *
 * @param following keeps {@code log} up to date
 * @param fleetFollowing keeps {@code fleet} up to date
 */
record PolicyRoutes(
        PolicyLog log,
        Texts texts,
        Reading following,
        PolicyPublisher publisher,
        MaximumReader bound,
        FleetView fleet,
        Reading fleetFollowing,
        PublishMeters meters,
        Clock clock) {

    static final int MAX_WHY = 500;
    private static final List<String> KINDS = List.of("policy", "overlay");
    private static final int MAX_LIST = 1_000;
    private static final int LIST = 100;
    private static final long MAX_REVISION = 1L << 53;

    List<Route> routes() {
        return List.of(
                new Route(HandlerType.POST, "/v1/policy/validate", Access.READER, this::validate),
                new Route(HandlerType.PUT, "/v1/policy", Access.PUBLISHER, this::publish),
                Route.get("/v1/policy", Access.READER, this::current),
                Route.get("/v1/policy/revisions", Access.READER, this::list),
                Route.get("/v1/policy/revisions/{revision}", Access.READER, this::one),
                Route.get("/v1/policy/confirmations", Access.READER, this::confirmations));
    }

    private void validate(Context ctx)
            throws Failure, InvalidDocument, IOException, KafkaTrouble, InterruptedException {
        Parameters.of(ctx);
        var upload = Upload.read(ctx);
        Policy policy = PolicyCheck.check(
                upload.text(), upload.label(), upload.files(), bound.read(log.maximum()), clock.instant());
        Json.answer(ctx, 200, Answers.Validated.of(policy));
    }

    private void publish(Context ctx)
            throws Failure, InvalidDocument, IOException, KafkaTrouble, InterruptedException, NotPublished {
        var parameters = Parameters.of(ctx, "base", "why");
        var upload = Upload.read(ctx);
        var draft = new Draft(
                upload.text(),
                upload.label(),
                upload.files(),
                parameters.number("base", 0, MAX_REVISION),
                Gate.caller(ctx).name(),
                parameters.line("why", MAX_WHY));
        fleetFollowing.requireFresh();
        var live = fleet.live();
        var published = meters.count(() -> publisher.publish(draft));
        Json.answer(ctx, 201, Answers.published(published, live));
    }

    private void current(Context ctx) throws Failure, KafkaTrouble, InterruptedException {
        Parameters.of(ctx);
        following.requireFresh();
        var inForce = log.inForce()
                .orElseThrow(() -> Failure.of(404, "no policy is in force; publish one with PUT /v1/policy"));
        Json.answer(ctx, 200, Answers.full(inForce.revision(), inForce.text(), inForce.lists()));
    }

    private void list(Context ctx) throws Failure, KafkaTrouble, InterruptedException {
        int limit =
                (int) Parameters.of(ctx, "limit").number("limit", 1, MAX_LIST).orElse(LIST);
        following.requireFresh();
        Json.answer(ctx, 200, new Answers.Revisions(log.newest(limit)));
    }

    private void one(Context ctx) throws Failure, KafkaTrouble, InterruptedException {
        long revision = Parameters.of(ctx).revision();
        following.requireFresh();
        var found = texts.find(revision)
                .orElseThrow(() -> Failure.of(404, "revision " + revision + " is not in the history"));
        Json.answer(ctx, 200, Answers.full(found.revision(), found.text(), found.lists()));
    }

    private void confirmations(Context ctx) throws Failure, KafkaTrouble, InterruptedException {
        var parameters = Parameters.of(ctx, "kind", "topicId", "offset");
        var kind = parameters.choice("kind", KINDS).equals("overlay") ? RecordKind.OVERLAY : RecordKind.POLICY;
        var topicId = parameters.requiredText("topicId");
        long offset = parameters.required("offset", 0);
        fleetFollowing.requireFresh();
        Json.answer(ctx, 200, Answers.Confirmations.of(fleet.now(), fleet.confirmations(kind, topicId, offset)));
    }
}
