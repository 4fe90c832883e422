package io.tollhouse.local;

import io.tollhouse.local.data.FleetKeys;
import io.tollhouse.local.parts.Ports;
import io.tollhouse.local.parts.ProductPart;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a person gets to see of a fleet that is ready: where it is, and five commands that work as they stand. */
final class NextSteps {
    private static final String DEMO = "demo.tollhouse.test";

    private final Path home;
    private final Path data;
    private final Ports ports;

    NextSteps(Path home, Path data, Ports ports) {
        this.home = home;
        this.data = data;
        this.ports = ports;
    }

    List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add("");
        addresses(lines);
        lines.add("");
        lines.add("Try:");
        commands().forEach(command -> lines.add("  " + command));
        lines.add("");
        lines.add("Ctrl-C stops everything; the data stays in " + data);
        return lines;
    }

    private void addresses(List<String> lines) {
        for (int node = 1; node <= ports.nodes(); node++) {
            lines.add(row(
                    ProductPart.nodeName(node),
                    "http://" + ports.proxy(node),
                    "proxy for agents research-1 and ci-1, secret " + FleetKeys.DEMO_SECRET));
            lines.add(row("", "http://" + ports.admin(node), "its health and metrics"));
        }
        lines.add(row("api", ports.apiUrl(), "policy, kills, fleet, audit; token in " + data.resolve("admin.token")));
        lines.add(row("audit consumer", ports.consumerUrl(), "health and metrics"));
        lines.add(row("kafka", ports.kafkaBootstrap(), ""));
        lines.add(row("elasticsearch", ports.elasticsearchUrl(), "indices tollhouse-audit-*"));
        lines.add(row("demonstration", "http://" + ports.demo(), "reached through a node as http://" + DEMO + "/"));
        lines.add(row("", "https://" + ports.demoTls(), "reached through a node as https://" + DEMO + "/"));
    }

    private static String row(String name, String address, String what) {
        return "%-15s %-24s %s".formatted(name, address, what).stripTrailing();
    }

    private List<String> commands() {
        var first = "http://research-1:" + FleetKeys.DEMO_SECRET + "@" + ports.proxy(1);
        var last = "http://research-1:" + FleetKeys.DEMO_SECRET + "@" + ports.proxy(ports.nodes());
        return List.of(
                "curl -x " + first + " http://" + DEMO + "/",
                "curl -x " + first + " http://169.254.169.254/latest/meta-data/",
                "curl -kx " + last + " https://" + DEMO + "/",
                tollhouse() + " policy apply " + quoted(seenFromHere(home.resolve("examples/locked-down.yaml"))),
                tollhouse() + " audit search 'agent:research-1 verdict:deny' --since 10m");
    }

    /** The command line finds the default folder by itself. */
    private String tollhouse() {
        var launcher = seenFromHere(home.resolve("tollhouse"));
        var command = quoted(launcher.contains("/") ? launcher : "./" + launcher);
        return data.equals(home.resolve(".tollhouse"))
                ? command
                : "TOLLHOUSE_DATA=" + quoted(data.toString()) + " " + command;
    }

    private static String seenFromHere(Path file) {
        var here = Path.of("").toAbsolutePath();
        return file.startsWith(here) ? here.relativize(file).toString() : file.toString();
    }

    /** As one word of a shell. */
    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:=@%+,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
