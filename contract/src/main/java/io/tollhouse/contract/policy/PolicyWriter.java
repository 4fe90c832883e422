package io.tollhouse.contract.policy;

import io.tollhouse.contract.address.Cidr;
import io.tollhouse.contract.address.IpAddress;
import io.tollhouse.contract.yaml.Quantity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Writes a policy as a document: each thing in its canonical form, what is as if left out left out. Read again it is the same
 * policy. The files of lists are named and not written.
 */
public final class PolicyWriter {

    private PolicyWriter() {}

    /** The document, in YAML. */
    public static String write(Policy policy) {
        return YamlText.document(tree(policy));
    }

    private static Map<String, Object> tree(Policy policy) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("tollhouse", "v1");
        tree.put(policy.kind() == Policy.Kind.POLICY ? "policy" : "maximum", policy.name());
        if (policy.otherwise() == Mode.REPORT) {
            tree.put("default", new TreeMap<>(Map.of("action", "deny", "mode", "report")));
        }
        put(tree, "strict", policy.strict() ? null : "false");
        put(tree, "agents", policy.agents().stream().map(PolicyWriter::agent).toList());
        var lists = new LinkedHashMap<String, Object>();
        policy.lists().forEach((name, list) -> lists.put(name, list(list)));
        put(tree, "lists", lists);
        put(tree, "rules", policy.rules().stream().map(PolicyWriter::rule).toList());
        put(tree, "tests", policy.tests().stream().map(PolicyWriter::test).toList());
        return tree;
    }

    private static Map<String, Object> agent(AgentEntry entry) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("name", entry.name().text());
        put(tree, "network", networks(entry.network()));
        put(tree, "from", networks(entry.from()));
        put(tree, "labels", new TreeMap<String, Object>(entry.labels()));
        put(tree, "mode", mode(entry.mode()));
        return tree;
    }

    private static Object list(NamedList list) {
        if (list.file() != null) {
            return Map.of("file", list.file());
        }
        var entries = new ArrayList<String>();
        list.entries().forEach(pattern -> entries.add(pattern.text()));
        return entries;
    }

    private static Map<String, Object> rule(Rule rule) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("id", rule.id());
        put(tree, "for", selector(rule.who()));
        var to = new ArrayList<String>();
        rule.to().hosts().forEach(pattern -> to.add(pattern.text()));
        rule.to().lists().forEach(name -> to.add("list:" + name));
        tree.put("to", to);
        put(tree, "ports", ports(rule.ports()));
        put(tree, "protocol", rule.protocols().equals(Protocol.WEB) ? null : labels(rule.protocols()));
        tree.put("action", rule.action().label());
        put(tree, "mode", mode(rule.mode()));
        put(tree, "reason", rule.reason());
        put(tree, "suggestion", rule.suggestion());
        put(tree, "http", http(rule.http()));
        effects(tree, rule.effects());
        put(tree, "expires", text(rule.expires()));
        return tree;
    }

    private static Map<String, Object> selector(Selector who) {
        var tree = new LinkedHashMap<String, Object>();
        put(tree, "agent", who.names().stream().map(AgentPattern::text).toList());
        new TreeMap<>(who.labels()).forEach((label, values) -> tree.put(label, sorted(values)));
        return tree;
    }

    private static @Nullable Object ports(Ports ports) {
        if (ports.equals(Ports.WEB)) {
            return null;
        }
        return ports.equals(Ports.ANY)
                ? "any"
                : ports.ranges().stream()
                        .map(range -> range.from() == range.to() ? "" + range.from() : range.from() + "-" + range.to())
                        .toList();
    }

    private static List<String> labels(Set<Protocol> protocols) {
        return protocols.stream().map(Protocol::label).toList();
    }

    private static Map<String, Object> http(HttpConditions http) {
        var tree = new LinkedHashMap<String, Object>();
        put(tree, "methods", sorted(http.methods()));
        put(tree, "paths", http.paths().stream().map(PathGlob::text).toList());
        var headers = new LinkedHashMap<String, Object>();
        http.headers().forEach(header -> headers.put(header.name(), header.values()));
        put(tree, "headers", headers);
        return tree;
    }

    private static void effects(Map<String, Object> tree, Effects effects) {
        put(tree, "upstream", text(effects.upstream()));
        put(tree, "rewriteHost", effects.rewriteHost());
        put(tree, "allowPrivate", networks(effects.allowPrivate()));
        put(tree, "inspect", effects.inspect() ? "true" : null);
        put(tree, "credential", effects.credential());
        var headers = new LinkedHashMap<String, Object>();
        put(headers, "remove", sorted(effects.headers().remove()));
        put(headers, "set", new TreeMap<String, Object>(effects.headers().set()));
        put(tree, "headers", headers);
        put(tree, "upgrade", effects.websocket() ? "websocket" : null);
        put(tree, "ech", effects.ech() == null ? null : effects.ech().label());
        put(tree, "types", effects.types().stream().map(DnsType::name).toList());
        var limits = new LinkedHashMap<String, Object>();
        effects.limits().values().forEach((limit, value) -> limits.put(limit.key(), limit(limit, value)));
        put(tree, "limits", limits);
        put(tree, "audit", effects.audit() == null ? null : effects.audit().label());
        put(tree, "wait", effects.patience().isZero() ? null : Quantity.text(effects.patience()));
    }

    private static String limit(Limit limit, long value) {
        return limit.isSize() ? Quantity.text(value) : Long.toString(value);
    }

    private static Map<String, Object> test(PolicyTest test) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("agent", test.agent());
        put(tree, "from", test.source() == null ? null : test.source().text());
        tree.put("request", test.request());
        put(tree, "resolves", test.resolves().stream().map(IpAddress::text).toList());
        put(tree, "time", text(test.time()));
        tree.put("expect", test.expect().label());
        put(tree, "rule", test.rule());
        return tree;
    }

    private static @Nullable String mode(Mode mode) {
        return mode == Mode.ENFORCE ? null : mode.label();
    }

    private static List<String> networks(List<Cidr> networks) {
        return networks.stream().map(Cidr::text).toList();
    }

    private static List<String> sorted(Collection<String> values) {
        return List.copyOf(new TreeSet<>(values));
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    /** Leaves out what is nothing. */
    private static void put(Map<String, Object> tree, String key, @Nullable Object value) {
        boolean nothing = value == null
                || (value instanceof Collection<?> items && items.isEmpty())
                || (value instanceof Map<?, ?> map && map.isEmpty());
        if (!nothing) {
            tree.put(key, value);
        }
    }
}
