package io.tollhouse.local.node;

import io.tollhouse.contract.fleet.Digest;
import io.tollhouse.contract.settings.HostPort;
import io.tollhouse.local.testing.Agent;
import io.tollhouse.local.testing.FreePorts;
import io.tollhouse.local.testing.PartProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A node as its own process. Those that share a folder share their agents and the root of their ledgers.
 *
 * @param admin health, metrics and lockdown
 * @param agent reaches it as {@code agent-1}
 */
public record TestNode(PartProcess process, URI admin, Agent agent) implements AutoCloseable {
    private static final String NAME = "agent-1";
    private static final String SECRET = "secret";

    /** How many it knows. */
    public static final int AGENTS = 12;

    /**
     * Starts one, and does not wait for it.
     *
     * @param fleet its id
     * @param trusted folder of the keys that it believes
     * @param more settings, over those that every one here has
     */
    public static TestNode start(
            HostPort broker, Path folder, String name, String fleet, Path trusted, Map<String, String> more)
            throws IOException {
        return startBy(List.of(), broker, folder, name, fleet, trusted, more);
    }

    /** The same by a command that executes what stands behind it in its own place, as {@code Faketime} does. */
    public static TestNode startBy(
            List<String> prefix,
            HostPort broker,
            Path folder,
            String name,
            String fleet,
            Path trusted,
            Map<String, String> more)
            throws IOException {
        int proxy = FreePorts.one();
        var admin = URI.create("http://127.0.0.1:" + FreePorts.one());
        var settings = new TreeMap<>(Map.of(
                "fleet.id",
                fleet,
                "kafka.bootstrap",
                broker.toString(),
                "policy.trusted-keys",
                trusted.toString(),
                "node.id",
                name,
                "listen.proxy",
                "127.0.0.1:" + proxy,
                "listen.admin",
                admin.getAuthority(),
                "ledger.dir",
                folder.resolve("ledger").toString(),
                "agents.file",
                agents(folder).toString(),
                "drain.accept",
                "0s",
                "drain.limit",
                "1s"));
        settings.putAll(more);
        var what = new PartProcess.What("proxy-node", "io.tollhouse.proxy.ProxyNode", name, admin);
        var process = PartProcess.start(what, folder, settings, prefix);
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy);
        return new TestNode(process, admin, Agent.of(address, NAME, SECRET));
    }

    private static Path agents(Path folder) throws IOException {
        var hash = Digest.sha256(SECRET.getBytes(StandardCharsets.UTF_8));
        var agents = IntStream.rangeClosed(1, AGENTS)
                .mapToObj(number -> "{name: agent-%d, secret: \"sha256:%s\"}".formatted(number, hash))
                .collect(Collectors.joining(", "));
        return Files.writeString(folder.resolve("agents.yaml"), "agents: [" + agents + "]");
    }

    /** One of the agents that it knows, {@code agent-1} to {@code agent-12}. */
    public Agent agent(int number) {
        return Agent.of(agent.proxy(), "agent-" + number, SECRET);
    }

    public TestNode awaitReady() {
        process.awaitReady();
        return this;
    }

    /** Why it is not as it should be, as {@code /readyz} says it. */
    public String reasons() {
        return process.readiness().body();
    }

    @Override
    public void close() {
        process.close();
    }
}
