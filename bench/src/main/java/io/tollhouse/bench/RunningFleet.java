package io.tollhouse.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tollhouse.cli.api.Api;
import io.tollhouse.cli.api.ApiException;
import io.tollhouse.cli.api.Confirmation;
import io.tollhouse.cli.api.Document;
import io.tollhouse.cli.api.EndpointFinder;
import io.tollhouse.cli.api.Published;
import io.tollhouse.contract.settings.HostPort;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The local fleet that is measured, as {@code up} wrote down where it is. */
final class RunningFleet {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(20);

    private final Path data;
    private final JsonNode places;
    private final Api api;

    private RunningFleet(Path data, JsonNode places, Api api) {
        this.data = data;
        this.places = places;
        this.api = api;
    }

    /** The one of {@code TOLLHOUSE_DATA}, else of {@code .tollhouse} below where we stand. */
    static RunningFleet find() throws ApiException, IOException {
        var environment = System.getenv();
        var data = Path.of(environment.getOrDefault("TOLLHOUSE_DATA", ".tollhouse"));
        var endpoint = new EndpointFinder(environment, List.of(), System.err::println)
                .find(new EndpointFinder.Flags(null, null, data));
        var places =
                JsonMapper.builder().build().readTree(data.resolve("fleet.json").toFile());
        return new RunningFleet(data, places, new Api(endpoint));
    }

    Api api() {
        return api;
    }

    /** A file of its data folder. */
    Path file(String name) {
        return data.resolve(name);
    }

    HostPort kafka() {
        return HostPort.parse(places.path("kafka").asText()).orElseThrow();
    }

    URI elasticsearch() {
        return URI.create(places.path("elasticsearch").asText());
    }

    /** Where agents reach its nodes. */
    List<HostPort> proxies() {
        var proxies = new ArrayList<HostPort>();
        places.path("nodes")
                .forEach(node ->
                        proxies.add(HostPort.parse(node.path("proxy").asText()).orElseThrow()));
        return List.copyOf(proxies);
    }

    /** The policy in force. */
    String policy() throws ApiException {
        return api.policy().path("text").asText();
    }

    Published publish(String policy, String why) throws ApiException {
        return api.publish(Document.of(policy.getBytes(StandardCharsets.UTF_8), "measured"), null, why);
    }

    /**
     * Waits until every node that was live when something was published has confirmed it. What they say carries the broker's
     * clock, so how often they are asked does not show in it.
     */
    List<Confirmation> confirmed(Published published) throws ApiException, Failed, InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            var awaited = api.confirmations(published, LIMIT).stream()
                    .filter(confirmation -> published.nodes().contains(confirmation.run()))
                    .toList();
            if (awaited.size() == published.nodes().size() && awaited.stream().allMatch(Confirmation::confirmed)) {
                return awaited;
            }
            if (System.nanoTime() - end > 0) {
                throw new Failed("not confirmed within " + LIMIT.toSeconds() + " s by "
                        + awaited.stream()
                                .filter(confirmation -> !confirmation.confirmed())
                                .map(confirmation -> confirmation.run().node() + " (" + confirmation.error() + ")")
                                .limit(10)
                                .toList());
            }
            Thread.sleep(POLL.toMillis());
        }
    }

    /** From when the broker appended the record to when it appended the status of this node that confirms it. */
    static long millis(Published published, Confirmation confirmation) {
        var at = confirmation.at();
        if (at == null) {
            throw new IllegalArgumentException("not confirmed");
        }
        return Duration.between(published.at(), at).toMillis();
    }

    /** The same, of the node that was the last. */
    static long millis(Published published, List<Confirmation> confirmations) {
        return confirmations.stream()
                .mapToLong(confirmation -> millis(published, confirmation))
                .max()
                .orElseThrow();
    }

    /** What a number was measured on. */
    static String machine() {
        var system = ManagementFactory.getOperatingSystemMXBean();
        return "%s, Java %s, %d processors, load %.1f"
                .formatted(
                        java.time.Instant.now().truncatedTo(java.time.temporal.ChronoUnit.SECONDS),
                        Runtime.version().feature(),
                        system.getAvailableProcessors(),
                        system.getSystemLoadAverage());
    }
}
