package io.tollhouse.distributor.api;

import io.javalin.http.Context;
import io.tollhouse.distributor.boots.BootKeys;
import io.tollhouse.distributor.follow.Reading;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the checkpoint topic says of the runs of nodes, for whoever checks the trail.
 *
 * @param following keeps {@code keys} up to date
 */
record BootRoutes(BootKeys keys, Reading following) {
    List<Route> routes() {
        return List.of(Route.get("/v1/boots", Access.READER, this::show));
    }

    /** @param record as it stands on the topic, in Base64: it is signed as it is */
    private record Entry(String appended, String record) {}

    private record Boots(@Nullable String since, List<Entry> records) {}

    private void show(Context ctx) throws Failure, KafkaTrouble, InterruptedException {
        Parameters.of(ctx);
        following.requireFresh();
        var all = keys.all();
        var records = all.records().stream()
                .map(heard -> new Entry(
                        heard.appended().toString(), Base64.getEncoder().encodeToString(heard.value())))
                .toList();
        Json.answer(ctx, 200, new Boots(all.since() == null ? null : all.since().toString(), records));
    }
}
