package io.tollhouse.contract.decision;

import io.tollhouse.contract.address.Destination;
import io.tollhouse.contract.policy.AgentEntry;
import io.tollhouse.contract.policy.AuditLevel;
import io.tollhouse.contract.policy.DnsType;
import io.tollhouse.contract.policy.Limit;
import io.tollhouse.contract.policy.Mode;
import io.tollhouse.contract.policy.Policy;
import io.tollhouse.contract.policy.Protocol;
import io.tollhouse.contract.policy.Rule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Policies and facts by chance, close enough to each other to meet. */
final class RandomPolicies {
    private static final Instant EARLIER = Policies.NOW.minusSeconds(10);
    private static final Instant LATER = Policies.NOW.plusSeconds(10);

    private static final String[] HOSTS = {
        "x.example",
        "a.x.example",
        "*.x.example",
        "**.x.example",
        ".x.example",
        "**.example",
        "**",
        "93.184.215.14",
        "93.184.215.0/24",
        "10.0.0.0/8",
        "any-public-ip"
    };
    private static final String[] DENIED = {
        "a.x.example", "*.x.example", "**.example", "alias.test", "93.184.215.0/24", "10.0.0.0/8", "any-public-ip"
    };
    private static final String[] ASKED = {
        "x.example",
        "a.x.example",
        "b.a.x.example",
        "y.example",
        "other.test",
        "93.184.215.14",
        "93.184.215.99",
        "10.0.0.5"
    };
    private static final String[] AGENTS = {"a1", "a2", "b1", "c1"};
    private static final String[] GLOBS = {"/**", "/a/**", "/a/*", "/a/b", "/*/b", "/"};
    private static final String[] PATHS = {"/", "/a/b", "/a/", "/a", "/a/b/c", "/c", "/a//b", "/a/%2e%2e/b", "/a;x/b"};
    private static final List<Protocol> SPOKEN = List.of(Protocol.TLS, Protocol.HTTP, Protocol.TCP);
    private static final int[] PORTS = {443, 80, 22};

    private final Random random;

    RandomPolicies(long seed) {
        random = new Random(seed);
    }

    Random random() {
        return random;
    }

    List<AgentEntry> agents(boolean reports) {
        var agents = new ArrayList<AgentEntry>();
        agents.add(Draft.agent("a*", Map.of("team", "red"), mode(reports)));
        agents.add(Draft.agent("a1", Map.of("tier", "gold"), mode(reports)));
        agents.add(Draft.agent("b1", Map.of("team", "blue", "tier", "gold"), mode(reports)));
        return agents;
    }

    private Mode mode(boolean reports) {
        return reports && oneIn(4) ? Mode.REPORT : Mode.ENFORCE;
    }

    /** @param reports whether anything in it may be in report mode */
    Policy policy(boolean reports) {
        return of(Policy.Kind.POLICY, mode(reports), agents(reports), rules(2 + random.nextInt(7), reports));
    }

    Policy maximum() {
        var rules = new ArrayList<Rule>();
        rules.add(allow("m0").rule());
        for (int i = 1; i < 2 + random.nextInt(4); i++) {
            rules.add((oneIn(4) ? deny("m" + i) : allow("m" + i)).rule());
        }
        return of(Policy.Kind.MAXIMUM, Mode.ENFORCE, agents(false), rules);
    }

    static Policy of(Policy.Kind kind, Mode otherwise, List<AgentEntry> agents, List<Rule> rules) {
        return Draft.policy(kind, otherwise, agents, rules);
    }

    private List<Rule> rules(int count, boolean reports) {
        var rules = new ArrayList<Rule>();
        for (int i = 0; i < count; i++) {
            var draft = draft("r" + i);
            rules.add((reports && oneIn(5) ? draft.report() : draft).rule());
        }
        return rules;
    }

    private Draft draft(String id) {
        return switch (random.nextInt(8)) {
            case 0, 1 -> deny(id);
            case 2 -> detailed(Draft.ask(id, pick(HOSTS)));
            case 3 -> effects(detailed(Draft.route(id, "http://one.test", pick(HOSTS))));
            default -> allow(id);
        };
    }

    Draft deny(String id) {
        return detailed(Draft.deny(id, pick(DENIED)));
    }

    private Draft allow(String id) {
        return effects(detailed(oneIn(2) ? Draft.allow(id, pick(HOSTS)) : Draft.allow(id, pick(HOSTS), pick(HOSTS))));
    }

    private Draft detailed(Draft draft) {
        switch (random.nextInt(9)) {
            case 0 -> draft.agent("a1");
            case 1 -> draft.agent("a*");
            case 2 -> draft.label("team", "red");
            case 3 -> draft.label("team", "red", "blue").label("tier", "gold");
            case 4 -> draft.agent("a*", "b1").label("tier", "gold");
            default -> {}
        }
        switch (random.nextInt(5)) {
            case 0 -> draft.ports(443);
            case 1 -> draft.ports();
            default -> {}
        }
        if (oneIn(6)) {
            draft.expires(oneIn(2) ? EARLIER : LATER);
        }
        return oneIn(3) ? spoken(draft) : conditions(draft);
    }

    private Draft spoken(Draft draft) {
        return switch (random.nextInt(5)) {
            case 0 -> draft.speaking(Protocol.TLS);
            case 1 -> draft.speaking(Protocol.HTTP);
            case 2 -> draft.speaking(Protocol.TCP).ports();
            case 3 -> draft.speaking(Protocol.DNS, Protocol.HTTP, Protocol.TLS);
            default -> draft.speaking(Protocol.DNS).types(DnsType.TXT, DnsType.A);
        };
    }

    private Draft conditions(Draft draft) {
        if (oneIn(4)) {
            draft.methods(oneIn(2) ? new String[] {"GET"} : new String[] {"GET", "POST"});
        }
        if (oneIn(4)) {
            draft.paths(pick(GLOBS), pick(GLOBS));
        }
        return oneIn(8) ? draft.header("x-team", "red*") : draft;
    }

    private Draft effects(Draft draft) {
        if (oneIn(8)) {
            draft.credential("key");
        }
        if (oneIn(5)) {
            draft.inspect();
        }
        if (oneIn(6)) {
            draft.limit(Limit.REQUESTS_PER_MINUTE, 1 + random.nextInt(5));
        }
        if (oneIn(8)) {
            draft.audit(oneIn(2) ? AuditLevel.SYNCED : AuditLevel.REPLICATED);
        }
        if (oneIn(6)) {
            draft.opening("10.0.0.0/8");
        }
        return oneIn(8) ? draft.websocket() : draft;
    }

    Facts facts() {
        var host = Policies.host(pick(ASKED));
        var agent = pick(AGENTS);
        var to = new Destination(host, PORTS[random.nextInt(PORTS.length)]);
        var request = new Facts.Request(oneIn(3) ? "POST" : "GET", pick(PATHS), headers(), oneIn(12));
        return switch (random.nextInt(7)) {
            case 0, 1 -> Facts.connect(agent, null, to, Policies.NOW);
            case 2 -> Facts.connect(agent, null, to, Policies.NOW).speaking(SPOKEN.get(random.nextInt(SPOKEN.size())));
            case 3 -> Facts.inspected(agent, null, to, Policies.NOW, request);
            case 4 ->
                Facts.dns(agent, null, Policies.host("x.example"), Policies.NOW, oneIn(2) ? DnsType.A : DnsType.TXT);
            default -> Facts.http(agent, null, to, Policies.NOW, request);
        };
    }

    private Headers headers() {
        if (oneIn(2)) {
            return Headers.NONE;
        }
        var lines = oneIn(2) ? List.of("red", "red-2") : List.of("red", "blue");
        return name -> name.equals("x-team") ? lines : List.of();
    }

    boolean oneIn(int many) {
        return random.nextInt(many) == 0;
    }

    private String pick(String[] from) {
        return from[random.nextInt(from.length)];
    }
}
