package io.tollhouse.local.parts;

import io.tollhouse.local.data.Refused;
import io.tollhouse.local.probe.Tcp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/**
 * Where the parts listen on 127.0.0.1.
 *
 * @param nodes how many there are, at least 1
 * @param proxy of the first node; node k listens on {@code proxy + k - 1}
 * @param admin of the first node; node k answers on {@code admin + k - 1}
 */
public record Ports(
        int nodes,
        int proxy,
        int admin,
        int api,
        int consumer,
        int kafka,
        int kafkaController,
        int elasticsearch,
        int elasticsearchTransport,
        int demoHttp,
        int demoHttps) {
    private static final int MAX = 65535;

    /** A port, and the flag that moves it. */
    private record Use(int port, String flag) {}

    public String kafkaBootstrap() {
        return address(kafka);
    }

    public String elasticsearchUrl() {
        return "http://" + address(elasticsearch);
    }

    public String apiAddress() {
        return address(api);
    }

    public String apiUrl() {
        return "http://" + apiAddress();
    }

    public String consumerAddress() {
        return address(consumer);
    }

    public String consumerUrl() {
        return "http://" + consumerAddress();
    }

    /** Where agents reach a node. */
    public String proxy(int node) {
        return address(proxy + node - 1);
    }

    /** Health and metrics of a node. */
    public String admin(int node) {
        return address(admin + node - 1);
    }

    public String demo() {
        return address(demoHttp);
    }

    public String demoTls() {
        return address(demoHttps);
    }

    /** All addresses of the fleet that no agent may reach: everything but the demonstration destination. */
    public List<String> closedToAgents() {
        var closed = new ArrayList<>(List.of(
                apiAddress(),
                consumerAddress(),
                kafkaBootstrap(),
                address(kafkaController),
                address(elasticsearch),
                address(elasticsearchTransport)));
        for (int node = 1; node <= nodes; node++) {
            closed.add(proxy(node));
            closed.add(admin(node));
        }
        return List.copyOf(closed);
    }

    /**
     * Looks whether every port can be listened on.
     *
     * @throws Refused naming every port that cannot, and the flag for another one
     */
    public void check() throws Refused {
        var problems = new ArrayList<String>();
        var flags = new HashMap<Integer, String>();
        for (var use : uses()) {
            var other = flags.putIfAbsent(use.port, use.flag);
            if (use.port < 1 || use.port > MAX) {
                problems.add("port " + use.port + " is none: ports are 1 to " + MAX + " (" + use.flag + ")");
            } else if (other != null) {
                problems.add("port " + use.port + " is wanted twice: by " + other + " and by " + use.flag);
            } else if (!Tcp.isFree(use.port)) {
                problems.add("port " + use.port + " is taken; name another one with " + use.flag);
            }
        }
        if (!problems.isEmpty()) {
            throw new Refused(String.join("\n", problems));
        }
    }

    private List<Use> uses() {
        var uses = new ArrayList<>(List.of(
                new Use(api, "--api-port"),
                new Use(consumer, "--consumer-port"),
                new Use(kafka, "--kafka-port"),
                new Use(kafkaController, "--kafka-controller-port"),
                new Use(elasticsearch, "--elasticsearch-port"),
                new Use(elasticsearchTransport, "--elasticsearch-transport-port"),
                new Use(demoHttp, "--demo-port"),
                new Use(demoHttps, "--demo-tls-port")));
        for (int node = 0; node < nodes; node++) {
            uses.add(new Use(proxy + node, "--proxy-port"));
            uses.add(new Use(admin + node, "--admin-port"));
        }
        return uses;
    }

    private static String address(int port) {
        return "127.0.0.1:" + port;
    }
}
