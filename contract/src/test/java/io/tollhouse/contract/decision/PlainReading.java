package io.tollhouse.contract.decision;

import io.tollhouse.contract.address.Host;
import io.tollhouse.contract.address.IpAddress;
import io.tollhouse.contract.policy.Action;
import io.tollhouse.contract.policy.AgentEntry;
import io.tollhouse.contract.policy.AuditLevel;
import io.tollhouse.contract.policy.DnsType;
import io.tollhouse.contract.policy.HostPattern;
import io.tollhouse.contract.policy.Limits;
import io.tollhouse.contract.policy.Mode;
import io.tollhouse.contract.policy.PathGlob;
import io.tollhouse.contract.policy.Policy;
import io.tollhouse.contract.policy.Protocol;
import io.tollhouse.contract.policy.Rule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The definition of the language, read rule by rule and without any haste. Of the matcher it uses the built-in denies, which have
 * tables of their own, and nothing else.
 *
 * @param asEnforced whether everything is enforced that only reports
 */
record PlainReading(Policy policy, @Nullable Policy maximum, boolean asEnforced) {
    private static final AddressGuard GUARD = new AddressGuard(Surroundings.none(), true);
    private static final BuiltIns BUILT_INS = new BuiltIns(Surroundings.none(), GUARD);
    private static final List<Protocol> OF_TUNNELS = List.of(Protocol.TLS, Protocol.HTTP, Protocol.TCP);

    /** The order of P4, of refusals. */
    private enum Rank {
        BUILT_IN,
        MAXIMUM,
        DENY,
        ASK,
        DEFAULT
    }

    /** What was found; the rank of a refusal, null of what is let through. */
    record Found(
            @Nullable Rank rank,
            Verdict verdict,
            String id,
            @Nullable Rule rule,
            Set<Protocol> protocols,
            boolean inspect,
            Limits limits,
            @Nullable AuditLevel audit) {

        String text() {
            var base = verdict.label() + " " + id;
            return rank != null
                    ? base
                    : base + " " + EnumSet.copyOf(protocols) + (inspect ? " inspected" : "") + " "
                            + limits.values() + " " + audit
                            + (rule == null ? "" : " " + rule.effects().credential());
        }
    }

    /** The same of the matcher. */
    static String text(Decision decision) {
        var base = decision.verdict().label() + " " + (decision.asks() == null ? decision.rule() : decision.asks());
        var manner = decision.manner();
        return !decision.letsThrough()
                ? base
                : base + " " + EnumSet.copyOf(manner.protocols()) + (manner.inspect() ? " inspected" : "") + " "
                        + manner.limits().values() + " " + manner.audit()
                        + (decision.rule().equals("builtin.default") ? "" : " " + manner.credential());
    }

    Found byName(Facts facts) {
        var known = facts.protocol();
        var protocols = known == null ? OF_TUNNELS.stream().filter(this::isNamed) : Stream.of(known);
        return together(protocols.map(protocol -> byName(facts, protocol)).toList());
    }

    /** Nobody thinks of other tunnels than those of HTTP and TLS before a rule does. */
    private boolean isNamed(Protocol protocol) {
        var all = new ArrayList<>(rules(policy));
        if (maximum != null) {
            all.addAll(maximum.rules());
        }
        return protocol != Protocol.TCP
                || all.stream().anyMatch(rule -> rule.protocols().contains(protocol));
    }

    /** Let through while one protocol may be; the first of them decides. */
    private static Found together(List<Found> each) {
        var open = EnumSet.noneOf(Protocol.class);
        each.stream().filter(found -> found.rank == null).forEach(found -> open.addAll(found.protocols));
        if (open.isEmpty()) {
            return each.stream().min(Comparator.comparing(found -> found.rank)).orElseThrow();
        }
        var first =
                each.stream().filter(found -> found.rank == null).findFirst().orElseThrow();
        boolean inspect = each.stream()
                .anyMatch(found -> found.rank == null && found.inspect && found.protocols.contains(Protocol.TLS));
        return new Found(null, first.verdict, first.id, first.rule, open, inspect, first.limits, first.audit);
    }

    private Found byName(Facts facts, Protocol protocol) {
        var to = facts.destination().host();
        var rules = rules(policy);
        var asks = ranked(policy, rules, Action.ASK, facts, protocol, to);
        var admits = ranked(policy, rules, Action.ALLOW, facts, protocol, to);
        var ask = asks.stream()
                .filter(match -> match.truth == Truth.YES)
                .findFirst()
                .orElse(null);
        var admit = admits.isEmpty() || admits.get(0).truth == Truth.NO ? null : admits.get(0);
        var builtIn = builtIn(facts, ask == null ? admit : ask);
        if (builtIn != null) {
            return refused(Rank.BUILT_IN, Verdict.DENY, builtIn.rule().id());
        }
        if (ambiguous(policy, rules, facts, protocol, List.of(to), false)
                || (maximum != null && ambiguous(maximum, maximum.rules(), facts, protocol, List.of(to), false))) {
            return refused(Rank.BUILT_IN, Verdict.MALFORMED, "builtin.malformed");
        }
        if (maximum != null) {
            var deny = ranked(maximum, maximum.rules(), Action.DENY, facts, protocol, to).stream()
                    .filter(match -> match.truth == Truth.YES)
                    .findFirst();
            var most = ranked(maximum, maximum.rules(), Action.ALLOW, facts, protocol, to);
            if (deny.isPresent()) {
                return refused(
                        Rank.MAXIMUM, Verdict.DENY, "maximum." + deny.get().rule.id());
            }
            if (most.isEmpty() || most.get(0).truth == Truth.NO) {
                return refused(Rank.MAXIMUM, Verdict.DENY, "maximum.default");
            }
            if (to.address() != null && opensTooMuch(most.get(0).rule, to.address())) {
                return refused(
                        Rank.MAXIMUM,
                        Verdict.DENY,
                        "maximum." + most.get(0).rule.id());
            }
        }
        var deny = ranked(policy, rules, Action.DENY, facts, protocol, to).stream()
                .filter(match -> match.truth == Truth.YES)
                .findFirst();
        boolean reported = !asEnforced && isReported(facts.agent());
        if (deny.isPresent() && !reported) {
            return refused(Rank.DENY, Verdict.DENY, deny.get().rule.id());
        }
        if (ask != null && !reported) {
            return refused(Rank.ASK, Verdict.ASK, ask.rule.id());
        }
        if (admit != null) {
            return admitted(facts, protocol, admit.rule);
        }
        boolean let = reported || (!asEnforced && policy.otherwise() == Mode.REPORT);
        return let && protocol != Protocol.TCP
                ? admitted(facts, protocol, null)
                : refused(Rank.DEFAULT, Verdict.DENY, "builtin.default");
    }

    private Found admitted(Facts facts, Protocol protocol, @Nullable Rule rule) {
        var request = facts.request();
        if (request != null
                && request.upgrade()
                && (rule == null || !rule.effects().websocket())) {
            return refused(Rank.BUILT_IN, Verdict.DENY, "builtin.protocol");
        }
        boolean inspect = false;
        var limits = Limits.NONE;
        AuditLevel audit = null;
        var all = new ArrayList<>(matching(
                policy, rules(policy), facts, protocol, facts.destination().host()));
        if (maximum != null) {
            all.addAll(matching(
                    maximum,
                    maximum.rules(),
                    facts,
                    protocol,
                    facts.destination().host()));
        }
        for (var match : all) {
            var effects = match.rule.effects();
            boolean matches = match.truth != Truth.NO;
            inspect |= !match.rule.http().isEmpty() || (matches && effects.inspect());
            if (matches && match.rule.action() != Action.DENY) {
                limits = limits.strictest(effects.limits());
                audit = audit == null
                                || (effects.audit() != null && effects.audit().compareTo(audit) > 0)
                        ? effects.audit()
                        : audit;
            }
        }
        boolean looked = inspect && protocol == Protocol.TLS;
        var verdict = rule != null && rule.action() == Action.ROUTE ? Verdict.ROUTE : Verdict.ALLOW;
        var id = rule == null ? "builtin.default" : rule.id();
        return new Found(null, verdict, id, rule, Set.of(protocol), looked, limits, audit);
    }

    private static Found refused(Rank rank, Verdict verdict, String id) {
        return new Found(rank, verdict, id, null, Set.of(), false, Limits.NONE, null);
    }

    /** Of what was allowed by name, and asks for a name. */
    Found byAnswers(Facts facts, Found byName, List<IpAddress> answers, List<Host> aliases) {
        return together(byName.protocols.stream()
                .sorted(Comparator.comparing(OF_TUNNELS::indexOf))
                .map(protocol -> byAnswers(facts, protocol, byName, answers, aliases))
                .toList());
    }

    private Found byAnswers(Facts facts, Protocol protocol, Found byName, List<IpAddress> answers, List<Host> aliases) {
        var opened = byName.rule == null
                ? List.<io.tollhouse.contract.address.Cidr>of()
                : byName.rule.effects().allowPrivate();
        for (var answer : answers) {
            var refused = BUILT_INS.ofAddress("", answer, facts.destination().port(), opened);
            if (refused != null) {
                return refused(Rank.BUILT_IN, Verdict.DENY, refused.rule().id());
            }
        }
        var hosts = new ArrayList<>(aliases);
        answers.forEach(answer -> hosts.add(Host.of(answer)));
        if (ambiguous(policy, rules(policy), facts, protocol, hosts, true)
                || (maximum != null && ambiguous(maximum, maximum.rules(), facts, protocol, hosts, true))) {
            return refused(Rank.BUILT_IN, Verdict.MALFORMED, "builtin.malformed");
        }
        if (maximum != null) {
            for (var host : hosts) {
                var deny = ranked(maximum, maximum.rules(), Action.DENY, facts, protocol, host).stream()
                        .filter(match -> match.truth == Truth.YES)
                        .findFirst();
                if (deny.isPresent()) {
                    return refused(
                            Rank.MAXIMUM,
                            Verdict.DENY,
                            "maximum." + deny.get().rule.id());
                }
            }
            var most = ranked(
                    maximum,
                    maximum.rules(),
                    Action.ALLOW,
                    facts,
                    protocol,
                    facts.destination().host());
            for (var answer : answers) {
                if (opensTooMuch(most.get(0).rule, answer)) {
                    return refused(
                            Rank.MAXIMUM,
                            Verdict.DENY,
                            "maximum." + most.get(0).rule.id());
                }
            }
        }
        if (asEnforced || !isReported(facts.agent())) {
            for (var host : hosts) {
                var deny = ranked(policy, rules(policy), Action.DENY, facts, protocol, host).stream()
                        .filter(match -> match.truth == Truth.YES)
                        .findFirst();
                if (deny.isPresent()) {
                    return refused(Rank.DENY, Verdict.DENY, deny.get().rule.id());
                }
            }
        }
        boolean conditional = looksInto(policy, rules(policy), facts, protocol, hosts)
                || (maximum != null && looksInto(maximum, maximum.rules(), facts, protocol, hosts));
        boolean inspect = protocol == Protocol.TLS && (byName.inspect || conditional);
        return new Found(
                null, byName.verdict, byName.id, byName.rule, Set.of(protocol), inspect, byName.limits, byName.audit);
    }

    private static boolean opensTooMuch(Rule bound, IpAddress address) {
        return GUARD.refused(address, bound.effects().allowPrivate()) != null;
    }

    private boolean looksInto(Policy of, List<Rule> rules, Facts facts, Protocol protocol, List<Host> hosts) {
        return hosts.stream()
                .flatMap(host -> matching(of, rules, facts, protocol, host).stream())
                .anyMatch(match ->
                        match.rule.action() == Action.DENY && !match.rule.http().isEmpty());
    }

    private BuiltIns.@Nullable Refusal builtIn(Facts facts, @Nullable Match opening) {
        var opened = opening == null
                ? List.<io.tollhouse.contract.address.Cidr>of()
                : opening.rule.effects().allowPrivate();
        var to = facts.destination();
        var address = to.host().address();
        var refused = address == null
                ? BUILT_INS.ofName(to.host(), opening != null && opening.exact)
                : BUILT_INS.ofAddress("", address, to.port(), opened);
        return refused == null && to.port() == 25 && opening == null ? new BuiltIns.Refusal(BuiltIn.PORT, "") : refused;
    }

    private List<Rule> rules(Policy of) {
        return of.rules().stream()
                .filter(rule -> asEnforced || rule.mode() == Mode.ENFORCE)
                .toList();
    }

    private record Match(Rule rule, int host, boolean exact, int agent, Truth truth, int http) {}

    private static final Comparator<Match> ORDER = Comparator.comparing((Match match) -> -match.host)
            .thenComparing(match -> -match.agent)
            .thenComparing(match -> match.rule.ports().count())
            .thenComparing(match -> match.truth == Truth.NO)
            .thenComparing(match -> -match.http)
            .thenComparing(match -> !match.exact)
            .thenComparing(match -> match.rule.id());

    /** Those that are about it, the most specific first; allow stands for route too. */
    private static List<Match> ranked(
            Policy of, List<Rule> rules, Action action, Facts facts, Protocol protocol, Host host) {
        return matching(of, rules, facts, protocol, host).stream()
                .filter(match -> match.rule.action() == action
                        || (action == Action.ALLOW && match.rule.action() == Action.ROUTE))
                .sorted(ORDER)
                .toList();
    }

    private static List<Match> matching(Policy of, List<Rule> rules, Facts facts, Protocol protocol, Host host) {
        var found = new ArrayList<Match>();
        var labels = labels(of, facts.agent());
        for (var rule : rules) {
            int agent = agentRank(rule, facts.agent(), labels);
            if (agent < 0 || !isAbout(rule, facts, protocol)) {
                continue;
            }
            for (var pattern : rule.to().hosts()) {
                int rank = hostRank(pattern, host);
                if (rank > 0) {
                    boolean exact = pattern instanceof HostPattern.Exact;
                    found.add(new Match(rule, rank, exact, agent, truth(rule, facts, protocol), httpRank(rule, facts)));
                }
            }
        }
        return found;
    }

    private static boolean isAbout(Rule rule, Facts facts, Protocol protocol) {
        boolean lasts = rule.expires() == null || facts.at().isBefore(rule.expires());
        boolean asked;
        if (protocol == Protocol.DNS) {
            var types = rule.effects().types();
            var all = rule.action() == Action.DENY ? EnumSet.allOf(DnsType.class) : DnsType.TO_CONNECT;
            asked = (types.isEmpty() ? all : types).contains(facts.type());
        } else {
            int port = facts.destination().port();
            asked = rule.action() == Action.DENY
                    ? rule.ports().covers(port)
                    : rule.ports().opens(port);
        }
        return lasts && asked && rule.protocols().contains(protocol);
    }

    private static Truth truth(Rule rule, Facts facts, Protocol protocol) {
        var http = rule.http();
        var request = facts.request();
        if (http.isEmpty()) {
            return Truth.YES;
        }
        if (!Protocol.WEB.contains(protocol)) {
            return Truth.NO;
        }
        if (request == null) {
            return Truth.NOT_YET;
        }
        return allButPath(rule, request) && pathRank(http.paths(), request.path()) >= 0 ? Truth.YES : Truth.NO;
    }

    private static boolean allButPath(Rule rule, Facts.Request request) {
        var http = rule.http();
        return (http.methods().isEmpty() || http.methods().contains(request.method()))
                && http.headers().stream().allMatch(condition -> {
                    var lines = request.headers().lines(condition.name());
                    return rule.action() == Action.DENY
                            ? lines.stream().anyMatch(condition::matches)
                            : !lines.isEmpty() && lines.stream().allMatch(condition::matches);
                });
    }

    /** Whether a path condition could apply to an ambiguous path. */
    private static boolean ambiguous(
            Policy of, List<Rule> rules, Facts facts, Protocol protocol, Collection<Host> hosts, boolean deniesOnly) {
        var request = facts.request();
        return request != null
                && Protocol.WEB.contains(protocol)
                && isAmbiguous(request.path())
                && hosts.stream()
                        .flatMap(host -> matching(of, rules, facts, protocol, host).stream())
                        .filter(match -> !deniesOnly || match.rule.action() == Action.DENY)
                        .anyMatch(match -> !match.rule.http().paths().isEmpty() && allButPath(match.rule, request));
    }

    private static boolean isAmbiguous(String path) {
        return Pattern.compile("//|;|\\\\|%2[fF]|%5[cC]|%00|%25|/(\\.|%2[eE]){1,2}(/|$)")
                .matcher(path)
                .find();
    }

    private static int httpRank(Rule rule, Facts facts) {
        var http = rule.http();
        var request = facts.request();
        int path = request == null
                ? http.paths().stream().mapToInt(PlainReading::rank).max().orElse(0)
                : Math.max(0, pathRank(http.paths(), request.path()));
        int methods = http.methods().isEmpty() ? 0 : 100 - http.methods().size();
        return path * 10_000 + methods * 10 + http.headers().size();
    }

    private static int pathRank(List<PathGlob> globs, String path) {
        if (globs.isEmpty()) {
            return 0;
        }
        var segments = List.of(path.substring(1).split("/", -1));
        return isAmbiguous(path)
                ? -1
                : globs.stream()
                        .filter(glob -> glob.matches(segments))
                        .mapToInt(PlainReading::rank)
                        .max()
                        .orElse(-1);
    }

    private static int rank(PathGlob glob) {
        var text = glob.text();
        int fixed = text.replace("**", "").replace("*", "").replace("/", "").length();
        int whole = (int) glob.segments().stream()
                .filter(segment -> !segment.equals("**"))
                .count();
        return text.contains("*") ? 1 + fixed + whole : 1_000;
    }

    private static Map<String, String> labels(Policy of, String agent) {
        var labels = new HashMap<String, String>();
        naming(of, agent).forEach(entry -> entry.labels().forEach(labels::putIfAbsent));
        return labels;
    }

    /** The most specific first. */
    private static List<AgentEntry> naming(Policy of, String agent) {
        Predicate<AgentEntry> names = entry -> entry.name().matches(agent);
        return of.agents().stream()
                .filter(names)
                .sorted(Comparator.comparing((AgentEntry entry) -> !entry.name().isExact())
                        .thenComparing(entry -> -entry.name().fixed()))
                .toList();
    }

    private boolean isReported(String agent) {
        var entries = naming(policy, agent);
        return !entries.isEmpty() && entries.get(0).mode() == Mode.REPORT;
    }

    private static int agentRank(Rule rule, String agent, Map<String, String> labels) {
        var who = rule.who();
        boolean labelled = who.labels().entrySet().stream()
                .allMatch(label -> label.getValue().contains(labels.getOrDefault(label.getKey(), "")));
        if (!labelled) {
            return -1;
        }
        if (who.names().isEmpty()) {
            return who.labels().size();
        }
        int name = who.names().stream()
                .filter(pattern -> pattern.matches(agent))
                .mapToInt(pattern -> pattern.isExact() ? 1_000 : 1 + pattern.fixed())
                .max()
                .orElse(-1);
        return name < 0 ? -1 : name * 100 + who.labels().size();
    }

    /** 0 = no match; else the higher, the more specific. */
    private static int hostRank(HostPattern pattern, Host host) {
        var address = host.address();
        if (address != null) {
            if (pattern instanceof HostPattern.Addresses addresses) {
                return addresses.network().contains(address)
                        ? 10 + addresses.network().length()
                        : 0;
            }
            return pattern instanceof HostPattern.AnyPublicIp && GUARD.refused(address, List.of()) == null ? 1 : 0;
        }
        if (!pattern.matchesName(host)) {
            return 0;
        }
        if (pattern instanceof HostPattern.AnyName) {
            return 1;
        }
        var zone = pattern.text().replaceFirst("^\\**\\.", "");
        boolean one = pattern instanceof HostPattern.OneBelow;
        return zone.equals(host.text()) ? 100_000 : 10 * zone.length() + (one ? 1 : 0);
    }
}
