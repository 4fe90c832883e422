package io.tollhouse.distributor.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.distributor.fleet.FleetView;
import io.tollhouse.distributor.fleet.FleetView.NodeView;
import io.tollhouse.distributor.follow.Reading;
import io.tollhouse.distributor.policy.PolicyLog;
import io.tollhouse.distributor.publish.NotPublished;
import io.tollhouse.distributor.publish.Resigned;
import io.tollhouse.distributor.publish.Resigner;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who trusts which key, and signing once more with the one that this distributor has now.
 *
 * @param following keeps {@code log} up to date
 * @param fleetFollowing keeps {@code fleet} up to date
 */
record KeyRoutes(
        PolicyLog log,
        Reading following,
        Resigner resigner,
        FleetView fleet,
        Reading fleetFollowing,
        PublishMeters meters) {

    List<Route> routes() {
        return List.of(
                Route.get("/v1/keys", Access.READER, this::list),
                new Route(HandlerType.POST, "/v1/policy/resign", Access.ADMIN, this::resign));
    }

    /** A node, and the keys that it believes. */
    record Believer(String node, String boot, String presence, List<String> trustedKeys) {
        static Believer of(NodeView view) {
            var status = view.status();
            return new Believer(status.node(), status.boot(), view.presence().label(), status.trustedKeys());
        }
    }

    /** Ids of the keys with which this distributor signs, and with which what is in force is signed. */
    record Keys(
            String signing,
            @Nullable String policy,
            @Nullable String overlay,
            List<Believer> nodes) {}

    private void list(Context ctx) throws Failure, KafkaTrouble, InterruptedException {
        Parameters.of(ctx);
        following.requireFresh();
        fleetFollowing.requireFresh();
        var keys = new Keys(
                resigner.keyId(),
                log.inForce().map(inForce -> inForce.revision().keyId()).orElse(null),
                log.overlay().map(overlay -> overlay.manifest().keyId()).orElse(null),
                fleet.nodes().stream().map(Believer::of).toList());
        Json.answer(ctx, 200, keys);
    }

    /** What was published, as a publish answers it, and the overlay beside it. */
    record Answer(@JsonUnwrapped Answers.PublishedAnswer policy, KillAnswers.@Nullable Placed overlay) {
        static Answer of(Resigned resigned, List<NodeView> live) {
            return new Answer(
                    Answers.published(resigned.policy(), live),
                    resigned.overlay().map(KillAnswers.Placed::of).orElse(null));
        }
    }

    private void resign(Context ctx) throws Failure, InvalidDocument, KafkaTrouble, InterruptedException, NotPublished {
        boolean force = Parameters.of(ctx, "force").flag("force");
        fleetFollowing.requireFresh();
        var live = fleet.live();
        if (!force) {
            requireTrust(live);
        }
        var author = Gate.caller(ctx).name();
        var resigned = meters.count(() -> resigner.resign(author, force));
        Json.answer(ctx, 201, Answer.of(resigned, live));
    }

    /** Whoever does not trust the key would stay on what it has, and hear of no kill. */
    private void requireTrust(List<NodeView> live) throws Failure {
        var behind = live.stream()
                .filter(node -> !node.status().trustedKeys().contains(resigner.keyId()))
                .map(Answers.NodeName::of)
                .toList();
        if (!behind.isEmpty()) {
            var names = behind.stream().map(Answers.NodeName::node).distinct().collect(Collectors.joining(", "));
            throw Failure.of(
                    409,
                    "nothing is signed again: the key " + resigner.keyId() + " is not trusted yet by " + names
                            + ", which would be left behind; put " + resigner.keyId()
                            + ".pem into policy.trusted-keys there first, or force it",
                    "nodes",
                    behind);
        }
    }
}
