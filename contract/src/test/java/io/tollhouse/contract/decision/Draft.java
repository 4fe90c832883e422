package io.tollhouse.contract.decision;

import io.tollhouse.contract.address.Cidr;
import io.tollhouse.contract.address.MalformedHost;
import io.tollhouse.contract.policy.Action;
import io.tollhouse.contract.policy.AgentEntry;
import io.tollhouse.contract.policy.AgentPattern;
import io.tollhouse.contract.policy.AuditLevel;
import io.tollhouse.contract.policy.DnsType;
import io.tollhouse.contract.policy.Ech;
import io.tollhouse.contract.policy.Effects;
import io.tollhouse.contract.policy.HeaderCondition;
import io.tollhouse.contract.policy.HeaderEdits;
import io.tollhouse.contract.policy.HostEntries;
import io.tollhouse.contract.policy.HostPattern;
import io.tollhouse.contract.policy.HttpConditions;
import io.tollhouse.contract.policy.Limit;
import io.tollhouse.contract.policy.Limits;
import io.tollhouse.contract.policy.Mode;
import io.tollhouse.contract.policy.NamedList;
import io.tollhouse.contract.policy.PathGlob;
import io.tollhouse.contract.policy.Place;
import io.tollhouse.contract.policy.Policy;
import io.tollhouse.contract.policy.Ports;
import io.tollhouse.contract.policy.Protocol;
import io.tollhouse.contract.policy.Route;
import io.tollhouse.contract.policy.Rule;
import io.tollhouse.contract.policy.Selector;
import io.tollhouse.contract.policy.Targets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A rule as tests put it together, key by key. */
final class Draft {
    private static final Place NOWHERE = new Place(1, 1, "rules[0]");

    private final String id;
    private final Action action;
    private final List<HostPattern> hosts = new ArrayList<>();
    private final List<String> lists = new ArrayList<>();
    private final List<AgentPattern> names = new ArrayList<>();
    private final Map<String, Set<String>> labels = new HashMap<>();
    private final List<PathGlob> paths = new ArrayList<>();
    private final List<HeaderCondition> headers = new ArrayList<>();
    private final List<Cidr> opened = new ArrayList<>();
    private Set<String> methods = Set.of();
    private Ports ports = Ports.WEB;
    private Set<Protocol> protocols = Protocol.WEB;
    private Mode mode = Mode.ENFORCE;
    private boolean inspect;
    private boolean websocket;
    private Set<DnsType> types = Set.of();
    private Limits limits = Limits.NONE;
    private HeaderEdits edits = HeaderEdits.NONE;
    private @Nullable Ech ech;
    private @Nullable Route upstream;
    private @Nullable String rewriteHost;
    private @Nullable String credential;
    private @Nullable AuditLevel audit;
    private @Nullable Instant expires;

    private Draft(String id, Action action) {
        this.id = id;
        this.action = action;
    }

    static Draft allow(String id, String... to) {
        return new Draft(id, Action.ALLOW).to(to);
    }

    static Draft deny(String id, String... to) {
        return new Draft(id, Action.DENY).to(to);
    }

    static Draft ask(String id, String... to) {
        return new Draft(id, Action.ASK).to(to);
    }

    static Draft route(String id, String upstream, String... to) {
        var draft = new Draft(id, Action.ROUTE).to(to);
        try {
            draft.upstream = Route.parse(upstream);
        } catch (MalformedHost e) {
            throw new AssertionError(upstream + " " + e.reason(), e);
        }
        return draft;
    }

    private Draft to(String... patterns) {
        for (var pattern : patterns) {
            try {
                hosts.add(HostPattern.parse(pattern));
            } catch (MalformedHost e) {
                throw new AssertionError(pattern + " " + e.reason(), e);
            }
        }
        return this;
    }

    /** Hosts of a list of the policy. */
    Draft list(String name) {
        lists.add(name);
        return this;
    }

    Draft agent(String... patterns) {
        Arrays.stream(patterns).map(AgentPattern::new).forEach(names::add);
        return this;
    }

    Draft label(String key, String... values) {
        labels.put(key, Set.of(values));
        return this;
    }

    /** Numbers; none = any. */
    Draft ports(int... numbers) {
        ports = numbers.length == 0
                ? Ports.ANY
                : new Ports(Arrays.stream(numbers)
                        .mapToObj(number -> new Ports.Range(number, number))
                        .toList());
        return this;
    }

    Draft speaking(Protocol... spoken) {
        protocols = EnumSet.copyOf(List.of(spoken));
        return this;
    }

    Draft methods(String... allowed) {
        methods = Set.of(allowed);
        return this;
    }

    Draft paths(String... globs) {
        for (var glob : globs) {
            paths.add(new PathGlob(List.of(glob.substring(1).split("/", -1))));
        }
        return this;
    }

    Draft header(String name, String... values) {
        headers.add(new HeaderCondition(name, List.of(values)));
        return this;
    }

    Draft opening(String... networks) {
        Arrays.stream(networks).map(Draft::network).forEach(opened::add);
        return this;
    }

    Draft report() {
        mode = Mode.REPORT;
        return this;
    }

    Draft inspect() {
        inspect = true;
        return this;
    }

    Draft websocket() {
        websocket = true;
        return this;
    }

    Draft types(DnsType... asked) {
        types = Set.of(asked);
        return this;
    }

    Draft limit(Limit limit, long value) {
        limits = limits.strictest(new Limits(Map.of(limit, value)));
        return this;
    }

    Draft audit(AuditLevel level) {
        audit = level;
        return this;
    }

    Draft credential(String name) {
        credential = name;
        return this;
    }

    Draft removing(String header) {
        edits = new HeaderEdits(Set.of(header), Map.of());
        return this;
    }

    Draft ech(Ech what) {
        ech = what;
        return this;
    }

    Draft rewriteHost(String host) {
        rewriteHost = host;
        return this;
    }

    Draft expires(Instant at) {
        expires = at;
        return this;
    }

    Rule rule() {
        var effects = new Effects(
                upstream,
                rewriteHost,
                opened,
                inspect,
                credential,
                edits,
                websocket,
                ech,
                types,
                limits,
                audit,
                Duration.ZERO);
        return new Rule(
                id,
                new Selector(names, labels),
                new Targets(hosts, lists),
                ports,
                protocols,
                action,
                mode,
                null,
                null,
                new HttpConditions(methods, paths, headers),
                effects,
                expires,
                NOWHERE);
    }

    /** What nobody has said more of. */
    static Policy policy(Draft... rules) {
        return policy(Mode.ENFORCE, List.of(), rules);
    }

    static Policy policy(Mode otherwise, List<AgentEntry> agents, Draft... rules) {
        return policy(
                Policy.Kind.POLICY,
                otherwise,
                agents,
                Arrays.stream(rules).map(Draft::rule).toList());
    }

    static Policy maximum(Draft... rules) {
        return policy(
                Policy.Kind.MAXIMUM,
                Mode.ENFORCE,
                List.of(),
                Arrays.stream(rules).map(Draft::rule).toList());
    }

    static Policy policy(Policy.Kind kind, Mode otherwise, List<AgentEntry> agents, List<Rule> rules) {
        return new Policy(kind, "test.yaml", "test", true, otherwise, agents, Map.of(), rules, List.of(), List.of());
    }

    /** A policy with the list {@code list}. */
    static Policy policy(HostEntries entries, Draft... rules) {
        var list = new NamedList("list", null, entries, NOWHERE);
        return new Policy(
                Policy.Kind.POLICY,
                "test.yaml",
                "test",
                true,
                Mode.ENFORCE,
                List.of(),
                Map.of(list.name(), list),
                Arrays.stream(rules).map(Draft::rule).toList(),
                List.of(),
                List.of());
    }

    static AgentEntry agent(String name, Map<String, String> labels, Mode mode, String... from) {
        var networks = Arrays.stream(from).map(Draft::network).toList();
        return new AgentEntry(new AgentPattern(name), List.of(), networks, labels, mode, NOWHERE);
    }

    static Cidr network(String text) {
        try {
            return Cidr.parse(text);
        } catch (MalformedHost e) {
            throw new AssertionError(text + " " + e.reason(), e);
        }
    }
}
