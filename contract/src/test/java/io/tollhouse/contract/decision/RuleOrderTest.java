package io.tollhouse.contract.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.address.Destination;
import io.tollhouse.contract.address.Host;
import io.tollhouse.contract.policy.Action;
import io.tollhouse.contract.policy.HostPattern;
import io.tollhouse.contract.policy.Policy;
import io.tollhouse.contract.policy.Rule;
import io.tollhouse.contract.policy.Selector;
import io.tollhouse.contract.yaml.InvalidDocument;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Generated policies decide the same whatever the order of their rules, and the same as a reading one after the other. */
class RuleOrderTest {

    private static final String[] HOSTS = {
        "a.x.example",
        "x.example",
        "\"*.x.example\"",
        "\"**.x.example\"",
        ".x.example",
        "\"**.example\"",
        "\"**\"",
        "93.184.215.14",
        "93.184.215.0/24",
        "93.184.0.0/16",
        "any-public-ip"
    };
    private static final String[] SELECTORS = {
        "",
        "for: {agent: a1}, ",
        "for: {agent: \"a*\"}, ",
        "for: {team: red}, ",
        "for: {team: [red, blue]}, ",
        "for: {team: red, tier: gold}, "
    };
    private static final String[] PORTS = {"", "ports: [443], ", "ports: any, ", "ports: [400-500], "};
    private static final String[] ACTIONS = {
        "action: allow", "action: allow", "action: route, upstream: \"http://one\"", "action: deny"
    };
    private static final String[] AGENTS = {"a1", "a2", "b1"};
    private static final String[] ASKED = {
        "x.example:443",
        "a.x.example:443",
        "b.x.example:80",
        "a.b.x.example:443",
        "other.example:8080",
        "example.org:443",
        "93.184.215.14:443",
        "93.184.215.99:443",
        "93.184.1.1:443",
        "8.8.8.8:443",
        "8.8.8.8:25"
    };

    @Test
    void theOrderOfRulesNeverChangesADecision() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        int compiled = 0;
        for (int round = 0; round < 500; round++) {
            var rules = new ArrayList<String>();
            for (int i = 0; i < 2 + random.nextInt(8); i++) {
                rules.add(rule(random, i));
            }
            var before = policy(rules);
            Collections.shuffle(rules, random);
            var after = policy(rules);

            assertThat(compile(after) == null).as("seed %d, compiles", seed).isEqualTo(compile(before) == null);
            var matcher = compile(before);
            if (matcher != null) {
                compiled++;
                assertThat(decisions(compile(after))).as("seed %d", seed).isEqualTo(decisions(matcher));
                assertThat(rulesOf(matcher)).as("seed %d", seed).isEqualTo(readOneByOne(before));
            }
        }
        assertThat(compiled).as("seed %d", seed).isGreaterThan(100);
    }

    private static String rule(Random random, int number) {
        return "  - {id: r" + number + ", " + pick(random, SELECTORS) + "to: [" + pick(random, HOSTS) + ", "
                + pick(random, HOSTS) + "], " + pick(random, PORTS) + pick(random, ACTIONS) + "}\n";
    }

    private static String pick(Random random, String[] from) {
        return from[random.nextInt(from.length)];
    }

    private static Policy policy(List<String> rules) {
        return Policies.policy("agents:\n"
                + "  - {name: \"a*\", labels: {team: red}}\n  - {name: a1, labels: {tier: gold}}\n"
                + "  - {name: b1, labels: {team: blue, tier: gold}}\nrules:\n" + String.join("", rules));
    }

    private static @Nullable Matcher compile(Policy policy) {
        try {
            return Matcher.compile(policy, 1, "", Surroundings.none());
        } catch (InvalidDocument e) {
            assertThat(e.problems())
                    .allSatisfy(problem -> assertThat(problem.message()).contains("is as specific as"));
            return null;
        }
    }

    private static List<Decision> decisions(@Nullable Matcher matcher) {
        var decisions = new ArrayList<Decision>();
        for (var agent : AGENTS) {
            for (var asked : ASKED) {
                decisions.add(Objects.requireNonNull(matcher).judgeName(Policies.connect(agent, asked)));
            }
        }
        return decisions;
    }

    private static List<String> rulesOf(Matcher matcher) {
        return decisions(matcher).stream().map(Decision::rule).toList();
    }

    /** The language's definition, read rule by rule; nothing of the matcher but the labels is used. */
    private static List<String> readOneByOne(Policy policy) {
        var labels = Map.of("a1", Map.of("team", "red", "tier", "gold"), "a2", Map.of("team", "red"));
        var found = new ArrayList<String>();
        for (var agent : AGENTS) {
            for (var asked : ASKED) {
                var who = labels.getOrDefault(agent, Map.of("team", "blue", "tier", "gold"));
                var facts = Policies.connect(agent, asked);
                found.add(readOneByOne(policy, agent, who, facts.destination()));
            }
        }
        return found;
    }

    private static String readOneByOne(Policy policy, String agent, Map<String, String> labels, Destination to) {
        var ranked = new ArrayList<Ranked>();
        for (var rule : policy.rules()) {
            for (var pattern : rule.to().hosts()) {
                int host = hostRank(pattern, to.host());
                int who = agentRank(rule.who(), agent, labels);
                boolean port = rule.action() == Action.DENY
                        ? rule.ports().covers(to.port())
                        : rule.ports().opens(to.port());
                if (host > 0 && who >= 0 && port) {
                    ranked.add(new Ranked(rule, host, who, pattern instanceof HostPattern.Exact));
                }
            }
        }
        ranked.sort(Comparator.comparing((Ranked r) -> -r.host)
                .thenComparing(r -> -r.who)
                .thenComparing(r -> r.rule.ports().count())
                .thenComparing(r -> !r.exact)
                .thenComparing(r -> r.rule.id()));
        var denies = ranked.stream().filter(r -> r.rule.action() == Action.DENY).toList();
        var admits = ranked.stream().filter(r -> r.rule.action() != Action.DENY).toList();
        if (to.port() == 25 && admits.isEmpty()) {
            return "builtin.port";
        }
        var deciding = denies.isEmpty() ? admits : denies;
        return deciding.isEmpty() ? "builtin.default" : deciding.get(0).rule.id();
    }

    private record Ranked(Rule rule, int host, int who, boolean exact) {}

    /** 0 = no match; else the higher, the more specific. */
    private static int hostRank(HostPattern pattern, Host host) {
        var address = host.address();
        var name = host.text();
        if (address != null) {
            if (pattern instanceof HostPattern.Addresses addresses) {
                return addresses.network().contains(address)
                        ? 10 + addresses.network().length()
                        : 0;
            }
            return pattern instanceof HostPattern.AnyPublicIp ? 1 : 0;
        }
        var text = pattern.text();
        if (text.equals("**")) {
            return 1;
        }
        var zone = text.replaceFirst("^\\**\\.", "");
        boolean itself = name.equals(zone) && !text.startsWith("*");
        boolean below =
                name.endsWith("." + zone) && !name.equals(zone) && (text.startsWith("**.") || text.startsWith("."));
        boolean one = text.startsWith("*.") && name.matches("[^.]+\\." + Pattern.quote(zone));
        int specific = 10 * (1 + zone.length());
        return itself ? 100_000 : one ? specific + 1 : below ? specific : 0;
    }

    private static int agentRank(Selector selector, String agent, Map<String, String> labels) {
        for (var label : selector.labels().entrySet()) {
            if (!label.getValue().contains(labels.getOrDefault(label.getKey(), ""))) {
                return -1;
            }
        }
        if (selector.names().isEmpty()) {
            return selector.labels().size();
        }
        var name = selector.names().get(0).text();
        boolean matches =
                name.endsWith("*") ? agent.startsWith(name.substring(0, name.length() - 1)) : agent.equals(name);
        return matches ? 100 * (name.endsWith("*") ? name.length() : 1_000) : -1;
    }
}
