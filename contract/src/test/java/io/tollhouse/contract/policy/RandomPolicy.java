package io.tollhouse.contract.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Documents that are valid, each key there or not by chance. */
final class RandomPolicy {

    private static final String[] HOSTS = {
        "x.example",
        "'*.x.example'",
        "'**.y.example'",
        ".z.example",
        "'**'",
        "any-public-ip",
        "93.184.215.14",
        "10.0.0.0/8",
        "'2606:2800::/32'",
        "bücher.example",
        "my_bucket.s3.example",
        "X.EXAMPLE.",
        "'list:inline'",
        "'list:file'",
    };
    private static final String[] SENTENCES = {
        "Closed.", "'a: b #c'", "\"say \\\"no\\\" – ü \\U0001F600\"", "'null'", "'0'"
    };
    private static final String[] PATHS = {"/", "/a/**", "'/*.tgz'", "/a%20b/%C3%BC", "'/a%3Fb'", "'/{x}'", "/ü/\uFEFFx"
    };
    private static final String[] VALUES = {"a", "'a*'", "'x: y'", "'\"'", "'#'"};

    private final Random random;

    RandomPolicy(Random random) {
        this.random = random;
    }

    String text() {
        var text = new StringBuilder("tollhouse: v1\npolicy: p" + random.nextInt(9) + "\n");
        text.append(maybe("default: deny\n")).append(maybe("strict: false\n"));
        if (!text.toString().contains("default")) {
            text.append(maybe("default: {action: deny, mode: report}\n"));
        }
        text.append("agents:\n");
        for (int i = random.nextInt(3); i > 0; i--) {
            text.append("  - {name: n").append(i).append(agent(i)).append("}\n");
        }
        text.append("lists: {inline: [").append(several(HOSTS, 12)).append("], file: {file: lists/malware.txt}}\n");
        text.append("rules:\n");
        int rules = random.nextInt(6);
        for (int i = 0; i < rules; i++) {
            text.append("  - {id: r").append(i).append(rule()).append("}\n");
        }
        text.append("tests:\n");
        for (int i = random.nextInt(3); i > 0; i--) {
            text.append("  - {agent: a, request: '")
                    .append(pick("CONNECT x:1", "GET http://x/?a=\"b"))
                    .append('\'');
            text.append(", expect: ").append(pick("allow", "route", "ask", "deny", "malformed"));
            text.append(maybe(", rule: builtin.never")).append(maybe(", from: 10.0.0.1"));
            text.append(maybe(", resolves: [10.0.0.1, '::1']")).append(maybe(", time: 2030-01-01T00:00:00.5+02:00"));
            text.append("}\n");
        }
        return text.toString();
    }

    private String agent(int number) {
        return maybe(", network: [10." + number + ".0.0/16]")
                + maybe(", from: ['fd00::/8', 10.0.0.0/8]")
                + maybe(", labels: {team: t1, 'tier': '2'}")
                + maybe(", mode: report");
    }

    private String rule() {
        var action = pick("allow", "deny", "ask", "route");
        var protocol = pick("http", "tls", "web", "tcp", "dns");
        var keys = new ArrayList<String>();
        keys.add("to: [" + several(HOSTS, HOSTS.length) + "]");
        keys.add("for: " + pick("{agent: 'a*'}", "{team: t1}", "{agent: [a, b], team: [t1, t2], tier: '2'}"));
        keys.add("action: " + action);
        keys.add(maybe("mode: report"));
        keys.add(maybe("reason: " + pick(SENTENCES)));
        keys.add(maybe("suggestion: " + pick(SENTENCES)));
        keys.add(maybe("expires: 2030-01-01T00:00:00Z"));
        keys.add(maybe("audit: " + pick("written", "synced", "replicated")));
        if (action.equals("route")) {
            boolean closed = protocol.equals("tcp");
            protocol = protocol.equals("dns") ? "web" : protocol;
            keys.add("upstream: "
                    + (closed ? "tcp://x:1" : pick("http://x", "https://x.example:8443", "'http://[::2]'")));
            keys.add(closed ? "" : maybe("rewriteHost: " + pick("x", "'x:81'")));
        }
        keys.add(protocol.equals("web") ? "" : "protocol: [" + protocol + "]");
        keys.add(
                protocol.equals("dns")
                        ? maybe("types: [A, TXT, CAA]")
                        : maybe("ports: " + pick("any", "[25, 1-100]", "443")));
        if (protocol.equals("http") || protocol.equals("tls") || protocol.equals("web")) {
            keys.add(maybe("http: " + http()));
        }
        if (!action.equals("deny")) {
            admitting(keys, protocol);
        }
        keys.add(action.equals("ask") ? maybe("wait: " + pick("1s", "1500ms", "2m")) : "");
        keys.removeIf(String::isEmpty);
        return ", " + String.join(", ", keys);
    }

    private void admitting(List<String> keys, String protocol) {
        keys.add(maybe("allowPrivate: [10.0.0.0/8, 'fd00::/8']"));
        keys.add(maybe("limits: {requestsPerMinute: 7, bytesOutPerDay: 3MiB, bytesInPerDay: 1000, openTunnels: 1}"));
        if (protocol.equals("tls") || protocol.equals("web")) {
            keys.add(maybe("inspect: true"));
            keys.add(maybe("ech: " + pick("allow", "deny")));
        }
        if (!protocol.equals("tcp") && !protocol.equals("dns")) {
            keys.add(maybe("credential: key-1"));
            keys.add(maybe("upgrade: websocket"));
            keys.add(maybe("headers: {remove: [X-A, x-b], set: {X-C: " + pick(VALUES) + "}}"));
        }
    }

    private String http() {
        return pick(
                () -> pick("read-only", "read-write"),
                () -> "{methods: [read-only, PURGE]}",
                () -> "{paths: [" + several(PATHS, PATHS.length) + "]}",
                () -> "{methods: GET, headers: {X-H: [" + several(VALUES, VALUES.length) + "], y: 'z'}}");
    }

    private String maybe(String text) {
        return random.nextInt(3) == 0 ? text : "";
    }

    private String pick(String... from) {
        return from[random.nextInt(from.length)];
    }

    @SafeVarargs
    private String pick(Supplier<String>... from) {
        return from[random.nextInt(from.length)].get();
    }

    /** One to three of the first ones. */
    private String several(String[] from, int first) {
        var some = new ArrayList<String>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            some.add(from[random.nextInt(first)]);
        }
        return String.join(", ", some);
    }
}
