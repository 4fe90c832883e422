package io.tollhouse.local.internet;

import io.tollhouse.contract.fleet.Digest;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.local.demo.DemoCertificate;
import io.tollhouse.local.node.PolicyWriter;
import io.tollhouse.local.node.TestBroker;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Nodes in an internet of their own, with a broker, a policy and a name server.
 *
 * @param nodes that were started, to be ended with the rest
 */
record TestNodes(
        Path folder,
        Internet internet,
        NameServer names,
        TestBroker broker,
        PolicyWriter policies,
        List<PartProcess> nodes)
        implements AutoCloseable {
    private static final String NAME = "agent-1";
    private static final String SECRET = "secret";

    /** One node, and how its only agent reaches it. */
    record TestNode(PartProcess process, Agent agent) implements AutoCloseable {
        TestNode awaitReady() {
            process.awaitReady();
            return this;
        }

        @Override
        public void close() {
            process.close();
        }
    }

    /** Makes everything but the nodes, with a policy in force. */
    static TestNodes make(Path folder, String policy) throws Exception {
        var broker = TestBroker.start(folder);
        broker.create(Topic.ALL.toArray(Topic[]::new));
        var policies = new PolicyWriter(broker, folder);
        policies.publish(policies.signed(1, policy));
        var hash = Digest.sha256(SECRET.getBytes(StandardCharsets.UTF_8));
        Files.writeString(
                folder.resolve("agents.yaml"), "agents: [{name: %s, secret: \"sha256:%s\"}]".formatted(NAME, hash));
        var internet = new Internet(DemoCertificate.in(folder.resolve("certificate")));
        return new TestNodes(folder, internet, new NameServer(), broker, policies, new ArrayList<>());
    }

    /** Starts one, and does not wait for it. */
    TestNode startNode(String name, String fleet) throws IOException {
        int proxy = FreePorts.one();
        int admin = FreePorts.one();
        var settings = Map.of(
                "fleet.id", fleet,
                "kafka.bootstrap", broker.address().toString(),
                "policy.trusted-keys", policies.trustedFolder().toString(),
                "node.id", name,
                "listen.proxy", "127.0.0.1:" + proxy,
                "listen.admin", "127.0.0.1:" + admin,
                "dns.servers", names.address(),
                "ledger.dir", folder.resolve("ledger").toString(),
                "agents.file", folder.resolve("agents.yaml").toString());
        var health = URI.create("http://127.0.0.1:" + admin);
        var what = new PartProcess.What("proxy-node", "io.tollhouse.proxy.ProxyNode", name, health);
        var node = PartProcess.start(what, folder, settings);
        nodes.add(node);
        return new TestNode(
                node, Agent.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy), NAME, SECRET));
    }

    @Override
    public void close() {
        nodes.forEach(PartProcess::close);
        policies.close();
        broker.close();
        names.close();
        internet.close();
    }
}
