package io.tollhouse.local.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tollhouse.local.testing.LocalFleet;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** The audit trail of a fleet, searched as people do. */
record AuditTrail(LocalFleet fleet) {
    private static final JsonMapper MAPPER = new JsonMapper();

    /** Documents of the last hour, as they are stored. */
    List<String> found(String query) throws IOException, InterruptedException {
        var said = fleet.tollhouse("audit", "search", query, "--since", "1h", "--limit", "all", "--output", "json");
        assertThat(said.exit()).as(said.err()).isZero();
        return said.out().lines().filter(line -> !line.isBlank()).toList();
    }

    /** The same, read. */
    List<JsonNode> documents(String query) throws IOException, InterruptedException {
        var documents = new ArrayList<JsonNode>();
        for (var line : found(query)) {
            documents.add(MAPPER.readTree(line));
        }
        return documents;
    }

    void awaitFound(String query, int documents) {
        Awaitility.await(query)
                .atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(found(query)).hasSize(documents));
    }

    static String eventId(String document) {
        return document.replaceFirst("^.*\"event\\.id\":\"([^\"]+)\".*$", "$1");
    }
}
