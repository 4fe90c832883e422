package io.tollhouse.distributor.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.contract.fleet.TrustedKeys;
import io.tollhouse.contract.settings.HostPort;
import io.tollhouse.distributor.audit.AuditDoor;
import io.tollhouse.distributor.boots.BootKeys;
import io.tollhouse.distributor.fleet.BrokerClock;
import io.tollhouse.distributor.fleet.FleetView;
import io.tollhouse.distributor.follow.TopicFollower;
import io.tollhouse.distributor.policy.ChunkCheck;
import io.tollhouse.distributor.policy.PolicyLog;
import io.tollhouse.distributor.policy.PublishedLists;
import io.tollhouse.distributor.policy.Revision;
import io.tollhouse.distributor.policy.Texts;
import io.tollhouse.distributor.publish.FencedWriter;
import io.tollhouse.distributor.publish.KillPublisher;
import io.tollhouse.distributor.publish.MaximumPublisher;
import io.tollhouse.distributor.publish.MaximumReader;
import io.tollhouse.distributor.publish.NextRevision;
import io.tollhouse.distributor.publish.PolicyPublisher;
import io.tollhouse.distributor.publish.Reported;
import io.tollhouse.distributor.publish.Resigner;
import io.tollhouse.distributor.publish.Signer;
import io.tollhouse.process.health.Health;
import io.tollhouse.process.kafka.KafkaAccess;
import io.tollhouse.process.kafka.KafkaDesk;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the description of the API against its routes and its answers. */
class OpenApiTest {
    private static JsonNode document() throws Exception {
        try (var in = OpenApiTest.class.getResourceAsStream("openapi.json")) {
            return new JsonMapper().readTree(in);
        }
    }

    /** The real parts, none of which does anything before it is run. */
    private static List<Route> routes(Path folder) throws Exception {
        var access = new KafkaAccess(List.of(new HostPort("127.0.0.1", 1)), Map.of(), "test");
        var desk = new KafkaDesk(access);
        var health = new Health();
        var log = new PolicyLog(() -> new TrustedKeys(Map.of()), "fleet", health);
        var fleet = new FleetView(new BrokerClock(Clock.systemUTC()));
        var following = new TopicFollower("policy", List.of(Topic.POLICY), log, access, desk, health, System::nanoTime);
        var key = io.tollhouse.contract.fleet.SigningKey.generate(folder.resolve("key.pem"), folder.resolve("trusted"));
        var signer = new Signer("fleet", key, () -> new TrustedKeys(Map.of()), List.of(), Clock.systemUTC());
        var audit = new AuditDoor(URI.create("http://127.0.0.1:1"));
        var writer = new FencedWriter(following, access);
        var chunks = new ChunkCheck(log, (wanted, sink) -> Map.of(), ChunkCheck.Question.of(desk));
        var lists = new PublishedLists((wanted, sink) -> Map.of());
        var maximum = new MaximumReader(lists);
        var next = new NextRevision(signer, log, new Reported(fleet::highestRevision, fleet::highestOverlay));
        var kills = new KillPublisher(next, writer, Clock.systemUTC(), Clock.systemUTC());
        try (var auditRoutes = new AuditRoutes(audit)) {
            return new ApiParts(
                            health,
                            new SimpleMeterRegistry(),
                            () -> "",
                            log,
                            new Texts(log, access),
                            lists,
                            following,
                            new PolicyPublisher(next, writer, chunks, maximum),
                            new MaximumPublisher(next, writer, chunks, maximum),
                            maximum,
                            kills,
                            new Resigner(next, kills, writer),
                            fleet,
                            following,
                            new BootKeys("fleet", () -> new TrustedKeys(Map.of())),
                            following,
                            List::of,
                            audit,
                            Clock.systemUTC())
                    .routes(auditRoutes);
        }
    }

    @Test
    void everyRouteIsDescribedWithWhatItAsksAndNothingElseIs(@TempDir Path folder) throws Exception {
        var served = routes(folder).stream()
                .map(route -> route.method().name().toLowerCase(Locale.ROOT) + " " + route.path() + " "
                        + (route.access() == Access.OPEN ? "open" : "token"))
                .toList();

        var described = new ArrayList<String>();
        document()
                .path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> described.add(operation.getKey() + " " + path.getKey() + " "
                                + (operation.getValue().has("security") ? "open" : "token"))));
        assertThat(described).containsExactlyInAnyOrderElementsOf(served);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Error", "Problem", "Readiness", "Validated", "Revision", "Revisions", "Published", "Fleet"})
    void whatIsReferredToIsThere(String schema) throws Exception {
        assertThat(document().path("components").path("schemas").has(schema)).isTrue();
    }

    @Test
    void aRevisionHasTheMembersThatAreDescribed() throws Exception {
        var answer = new JsonMapper()
                .readTree(Json.bytes(
                        Answers.full(new Revision(1, 0, "p", "m", "h", "c", "a", "w", "k"), "text", Map.of())));

        var described = new ArrayList<String>();
        document()
                .at("/components/schemas/FullRevision/properties")
                .fieldNames()
                .forEachRemaining(described::add);
        var members = new ArrayList<String>();
        answer.fieldNames().forEachRemaining(members::add);
        assertThat(members).containsExactlyInAnyOrderElementsOf(described);
    }
}
