package io.tollhouse.distributor.api;

import io.javalin.http.Context;
import io.tollhouse.distributor.fleet.FleetView;
import io.tollhouse.distributor.follow.Reading;
import io.tollhouse.distributor.policy.PolicyLog;
import io.tollhouse.process.kafka.KafkaTrouble;
import io.tollhouse.process.topics.Finding;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What there is to ask of the fleet.
 *
 * @param following keeps {@code fleet} up to date
 * @param policyFollowing keeps {@code log} up to date
 * @param topics what is wrong with them
 */
record FleetRoutes(
        FleetView fleet, Reading following, PolicyLog log, Reading policyFollowing, Supplier<List<Finding>> topics) {
    List<Route> routes() {
        return List.of(Route.get("/v1/fleet", Access.READER, this::show));
    }

    private void show(Context ctx) throws Failure, KafkaTrouble, InterruptedException {
        Parameters.of(ctx);
        requireFresh();
        Json.answer(ctx, 200, Answers.Fleet.of(fleet.now(), log.inForce(), topics.get(), fleet.nodes()));
    }

    /** A topic that is not there is never read: whoever asks hears what makes it. */
    private void requireFresh() throws KafkaTrouble, InterruptedException {
        try {
            following.requireFresh();
            policyFollowing.requireFresh();
        } catch (KafkaTrouble e) {
            var why = Stream.concat(Stream.of(e.reason()), topics.get().stream().map(Finding::toString));
            throw new KafkaTrouble(why.collect(Collectors.joining("; ")));
        }
    }
}
