package io.tollhouse.local.secured;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tollhouse.contract.fleet.Digest;
import io.tollhouse.contract.fleet.Rights.Role;
import io.tollhouse.local.distributor.TestDistributor;
import io.tollhouse.local.probe.Http;
import io.tollhouse.local.testing.Agent;
import io.tollhouse.local.testing.FreePorts;
import io.tollhouse.local.testing.PartProcess;
import io.tollhouse.local.testing.TestElasticsearch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A process of each kind, each with its own credentials.
 *
 * @param search the consumer's API
 */
record SecuredFleet(TestDistributor distributor, PartProcess node, PartProcess consumer, Agent agent, URI search)
        implements AutoCloseable {
    private static final JsonMapper MAPPER = new JsonMapper();

    /** Starts it, with a policy published; nobody is waited for but the distributor. */
    static SecuredFleet start(SecuredBroker broker, TestElasticsearch elasticsearch, Path folder) throws Exception {
        var distributor =
                TestDistributor.start(broker.address(), folder, "distributor", kafka(broker, Role.DISTRIBUTOR));
        distributor.process().awaitReady();
        distributor.publish("", TestDistributor.allowing("first.test"));
        int proxy = FreePorts.one();
        var search = URI.create("http://127.0.0.1:" + FreePorts.one());
        var agent = Agent.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy), "agent-1", "secret");
        return new SecuredFleet(
                distributor,
                node(broker, folder, proxy),
                consumer(broker, elasticsearch, folder, search),
                agent,
                search);
    }

    private static Map<String, String> kafka(SecuredBroker broker, Role role) {
        var settings = new TreeMap<String, String>();
        broker.properties(role).forEach((key, value) -> settings.put("kafka.properties." + key, value));
        return settings;
    }

    private static Map<String, String> common(SecuredBroker broker, Path folder, Role role) {
        var settings = new TreeMap<>(kafka(broker, role));
        settings.put("fleet.id", TestDistributor.FLEET);
        settings.put("kafka.bootstrap", broker.address().toString());
        settings.put("policy.trusted-keys", TestDistributor.trusted(folder).toString());
        return settings;
    }

    private static PartProcess node(SecuredBroker broker, Path folder, int proxy) throws IOException {
        var hash = Digest.sha256("secret".getBytes(StandardCharsets.UTF_8));
        var agents = Files.writeString(
                folder.resolve("agents.yaml"), "agents: [{name: agent-1, secret: \"sha256:%s\"}]".formatted(hash));
        var admin = URI.create("http://127.0.0.1:" + FreePorts.one());
        var settings = common(broker, folder, Role.NODE);
        settings.put("node.id", "node-1");
        settings.put("listen.proxy", "127.0.0.1:" + proxy);
        settings.put("listen.admin", admin.getAuthority());
        settings.put("ledger.dir", folder.resolve("ledger").toString());
        settings.put("agents.file", agents.toString());
        var what = new PartProcess.What("proxy-node", "io.tollhouse.proxy.ProxyNode", "node-1", admin);
        return PartProcess.start(what, folder, settings);
    }

    private static PartProcess consumer(SecuredBroker broker, TestElasticsearch elasticsearch, Path folder, URI search)
            throws IOException {
        var settings = common(broker, folder, Role.AUDIT_CONSUMER);
        settings.put("listen.api", search.getAuthority());
        settings.put("elasticsearch.urls", elasticsearch.url().toString());
        settings.put("index.replicas", "0");
        settings.put("index.refresh", "200ms");
        var what = new PartProcess.What("audit-consumer", "io.tollhouse.consumer.AuditConsumer", "consumer", search);
        return PartProcess.start(what, folder, settings);
    }

    List<PartProcess> processes() {
        return List.of(distributor.process(), node, consumer);
    }

    /** Everybody is ready, and nobody has anything to say. */
    void awaitWell() {
        for (var process : processes()) {
            await("nothing is wrong; see " + process.log())
                    .atMost(Duration.ofSeconds(40))
                    .until(() -> process.readiness().isOk() && reasons(process).isEmpty());
        }
    }

    /** What {@code /readyz} has to say. */
    static List<String> reasons(PartProcess process) {
        var reasons = new ArrayList<String>();
        json(process.readiness().body()).path("reasons").forEach(reason -> reasons.add(reason.asText()));
        return reasons;
    }

    private static JsonNode json(String body) {
        try {
            return body.startsWith("{") ? MAPPER.readTree(body) : MAPPER.missingNode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TestDistributor.Reply publish() throws Exception {
        return distributor.publish("", TestDistributor.allowing("next.test"));
    }

    JsonNode nodeIn(TestDistributor.Reply fleet) {
        return fleet.body().path("nodes").path(0);
    }

    /** The answer to a search, as it stands. */
    String search(String query) {
        return Http.get(search.resolve("/v1/audit?q=" + URLEncoder.encode(query, StandardCharsets.UTF_8)))
                .body();
    }

    @Override
    public void close() {
        processes().forEach(PartProcess::close);
    }
}
