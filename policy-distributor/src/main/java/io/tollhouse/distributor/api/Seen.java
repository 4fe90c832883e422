package io.tollhouse.distributor.api;

import io.tollhouse.contract.yaml.Problem;
import io.tollhouse.distributor.fleet.FleetView;
import io.tollhouse.distributor.fleet.FleetView.NodeView;
import io.tollhouse.distributor.follow.Reading;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is seen of the nodes when a kill is ordered or lifted, which does not wait for the fleet topic.
 *
 * @param names of all nodes that are known; empty where they cannot be
 * @param live those to wait for
 * @param warnings why there are none
 */
record Seen(Optional<Set<String>> names, List<NodeView> live, List<Problem> warnings) {
    static Seen of(FleetView fleet, Reading following) throws InterruptedException {
        try {
            following.requireFresh(Duration.ZERO);
            return new Seen(Optional.of(fleet.names()), fleet.live(), List.of());
        } catch (KafkaTrouble e) {
            var sentence = "it is not known which nodes are there (" + e.reason()
                    + "): none is waited for; look at tollhouse fleet, and at the nodes themselves";
            return new Seen(Optional.empty(), List.of(), List.of(new Problem("fleet", 0, 0, "", sentence)));
        }
    }
}
