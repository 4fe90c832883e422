package io.tollhouse.distributor.api;

import io.javalin.http.Context;
import io.tollhouse.distributor.fleet.FleetView;
import io.tollhouse.distributor.follow.Reading;
import io.tollhouse.distributor.policy.PolicyLog;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.util.List;

/**
 * What there is to ask of the fleet.
 *
 * @param following keeps {@code fleet} up to date
 * @param policyFollowing keeps {@code log} up to date
 */
record FleetRoutes(FleetView fleet, Reading following, PolicyLog log, Reading policyFollowing) {
    List<Route> routes() {
        return List.of(Route.get("/v1/fleet", Access.READER, this::show));
    }

    private void show(Context ctx) throws Failure, KafkaTrouble {
        Parameters.of(ctx);
        following.requireFresh();
        policyFollowing.requireFresh();
        Json.answer(ctx, 200, Answers.Fleet.of(fleet.now(), log.inForce(), fleet.nodes()));
    }
}
