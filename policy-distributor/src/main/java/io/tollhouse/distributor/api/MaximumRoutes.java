package io.tollhouse.distributor.api;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.tollhouse.contract.fleet.MaximumPart;
import io.tollhouse.contract.policy.Policy;
import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.distributor.fleet.FleetView;
import io.tollhouse.distributor.follow.Reading;
import io.tollhouse.distributor.policy.PolicyLog;
import io.tollhouse.distributor.publish.Draft;
import io.tollhouse.distributor.publish.MaximumPublisher;
import io.tollhouse.distributor.publish.NotPublished;
import io.tollhouse.distributor.publish.PolicyCheck;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.OptionalLong;

/**
 * What no policy may exceed.
 *
 * @param following keeps {@code log} up to date
 * @param fleetFollowing keeps {@code fleet} up to date
 */
record MaximumRoutes(
        PolicyLog log,
        Reading following,
        MaximumPublisher publisher,
        FleetView fleet,
        Reading fleetFollowing,
        PublishMeters meters,
        Clock clock) {
    private static final String PATH = "/v1/policy/maximum";

    List<Route> routes() {
        return List.of(
                Route.get(PATH, Access.READER, this::current),
                new Route(HandlerType.PUT, PATH, Access.ADMIN, this::publish),
                new Route(HandlerType.DELETE, PATH, Access.ADMIN, this::remove),
                new Route(HandlerType.POST, PATH + "/validate", Access.READER, this::validate));
    }

    /** The maximum in force, and who put it there. */
    record Answer(String text, String created, String author, String why) {
        static Answer of(MaximumPart part) {
            return new Answer(part.text(), part.created(), part.author(), part.why());
        }
    }

    private void current(Context ctx) throws Failure, KafkaTrouble, InterruptedException {
        Parameters.of(ctx);
        following.requireFresh();
        var maximum = log.maximum()
                .orElseThrow(() -> Failure.of(404, "no maximum is in force; put one there with PUT " + PATH));
        Json.answer(ctx, 200, Answer.of(maximum));
    }

    private void validate(Context ctx) throws Failure, InvalidDocument, IOException {
        Parameters.of(ctx);
        var upload = Upload.read(ctx);
        Policy maximum = PolicyCheck.checkMaximum(upload.text(), upload.label(), upload.files(), clock.instant());
        Json.answer(ctx, 200, Answers.Validated.of(maximum));
    }

    private void publish(Context ctx)
            throws Failure, InvalidDocument, IOException, KafkaTrouble, InterruptedException, NotPublished {
        var parameters = Parameters.of(ctx, "why");
        var upload = Upload.read(ctx);
        var draft = new Draft(
                upload.text(),
                upload.label(),
                upload.files(),
                OptionalLong.empty(),
                Gate.caller(ctx).name(),
                parameters.line("why", PolicyRoutes.MAX_WHY));
        fleetFollowing.requireFresh();
        var live = fleet.live();
        Json.answer(ctx, 201, Answers.published(meters.count(() -> publisher.publish(draft)), live));
    }

    private void remove(Context ctx) throws Failure, InvalidDocument, KafkaTrouble, InterruptedException, NotPublished {
        var why = Parameters.of(ctx, "why").line("why", PolicyRoutes.MAX_WHY);
        var author = Gate.caller(ctx).name();
        fleetFollowing.requireFresh();
        var live = fleet.live();
        Json.answer(ctx, 201, Answers.published(meters.count(() -> publisher.remove(author, why)), live));
    }
}
